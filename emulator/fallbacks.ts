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

/** Makes a resource and returns what removes it. */
type Creator = (id: string, properties: Properties, place: Place) => Promise<() => Promise<unknown>>;

/**
 * Makes what CloudFormation would have made, for the types that the emulator has only in the
 * service itself.
 */
const CREATORS: Readonly<Record<string, Creator>> = {
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

/**
 * Makes a resource through the API of its service, under its logical id, and returns what removes
 * it; undefined for a type that has no such fallback.
 */
export const createFallback = async (
  { logicalId, Type, Properties = {} }: Omission,
  place: Place,
): Promise<{ stop(): Promise<unknown> } | undefined> => {
  const stop = await CREATORS[Type]?.(logicalId, Properties, place);
  return stop && { stop };
};
