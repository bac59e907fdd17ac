import {
  CreateArchiveCommand,
  type CreateArchiveCommandInput,
  DescribeEventBusCommand,
  EventBridgeClient,
} from '@aws-sdk/client-eventbridge';
import { CreateEmailTemplateCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import type { Omission } from './omissions.ts';

type Properties = NonNullable<Omission['Properties']>;

interface Place {
  readonly busName: string;
  readonly client: { readonly endpoint: string; readonly region: string };
}

/** What CloudFormation would have asked of a service to make a resource, for the types that the emulator has only in the service itself. */
const MAKERS: Readonly<Record<string, (id: string, properties: Properties, place: Place) => Promise<unknown>>> = {
  'AWS::SES::Template': (TemplateName, { Template }, { client }) => {
    const { SubjectPart, TextPart } = Template as Readonly<Record<string, string>>;
    const TemplateContent = { Subject: SubjectPart, Text: TextPart };
    return new SESv2Client(client).send(new CreateEmailTemplateCommand({ TemplateName, TemplateContent }));
  },
  'AWS::Events::Archive': async (ArchiveName, { EventPattern, RetentionDays, Description }, { client, busName }) => {
    const bridge = new EventBridgeClient(client);
    const { Arn: EventSourceArn } = await bridge.send(new DescribeEventBusCommand({ Name: busName }));
    const asked = { ArchiveName, EventSourceArn, EventPattern: JSON.stringify(EventPattern), RetentionDays, Description };
    return bridge.send(new CreateArchiveCommand(asked as CreateArchiveCommandInput));
  },
};

/** Whether there is another way to make a resource of this type. */
export const hasStandIn = ({ Type }: Omission): boolean => Type in MAKERS;

/** Makes a resource through the API of its service, under its logical id. */
export const standIn = async ({ logicalId, Type, Properties = {} }: Omission, place: Place): Promise<void> => {
  await MAKERS[Type]?.(logicalId, Properties, place);
};
