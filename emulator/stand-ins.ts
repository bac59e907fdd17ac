import {
  CreateArchiveCommand,
  type CreateArchiveCommandInput,
  DeleteArchiveCommand,
  DescribeEventBusCommand,
  EventBridgeClient,
} from '@aws-sdk/client-eventbridge';
import { CreateEmailTemplateCommand, DeleteEmailTemplateCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import type { Omission } from './omissions.ts';

type Properties = NonNullable<Omission['Properties']>;

interface Place {
  readonly busName: string;
  readonly client: { readonly endpoint: string; readonly region: string };
}

/** Makes a resource and gives what removes it. */
type Maker = (id: string, properties: Properties, place: Place) => Promise<() => Promise<unknown>>;

/** What CloudFormation would have asked of a service, for the types that the emulator has only in the service itself. */
const MAKERS: Readonly<Record<string, Maker>> = {
  'AWS::SES::Template': async (TemplateName, { Template }, { client }) => {
    const { SubjectPart, TextPart } = Template as Readonly<Record<string, string>>;
    const ses = new SESv2Client(client);
    await ses.send(new CreateEmailTemplateCommand({ TemplateName, TemplateContent: { Subject: SubjectPart, Text: TextPart } }));
    return () => ses.send(new DeleteEmailTemplateCommand({ TemplateName }));
  },
  'AWS::Events::Archive': async (ArchiveName, { EventPattern, RetentionDays, Description }, { client, busName }) => {
    const bridge = new EventBridgeClient(client);
    const { Arn: EventSourceArn } = await bridge.send(new DescribeEventBusCommand({ Name: busName }));
    const asked = { ArchiveName, EventSourceArn, EventPattern: JSON.stringify(EventPattern), RetentionDays, Description };
    await bridge.send(new CreateArchiveCommand(asked as CreateArchiveCommandInput));
    return () => bridge.send(new DeleteArchiveCommand({ ArchiveName }));
  },
};

/** Makes a resource through the API of its service, under its logical id, and gives what removes it; nothing for a type that cannot be made so. */
export const standIn = async (
  { logicalId, Type, Properties = {} }: Omission,
  place: Place,
): Promise<{ stop(): Promise<unknown> } | undefined> => {
  const stop = await MAKERS[Type]?.(logicalId, Properties, place);
  return stop && { stop };
};
