import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { journey } from '../support/journey.ts';
import { createReseller, newOrganization, organizationsOf } from '../support/journey-entities.ts';
import { deployment, eventually } from './deployment.ts';

const here = journey();
const bridge = new EventBridgeClient();
const queues = new SQSClient();

interface Envelope {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: {
    readonly payload: { readonly data: unknown };
    readonly metadata: { readonly tenant: string; readonly eventId: string };
  };
}

/** A consumer of an installation: a rule of its own on the bus, and a queue behind it. */
const consumer = async (name: string): Promise<() => Promise<readonly Envelope[]>> => {
  const { QueueUrl = '' } = await queues.send(new CreateQueueCommand({ QueueName: name }));
  const { Attributes } = await queues.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  const rule = { EventBusName: deployment.outputs.EventBusName };
  const EventPattern = JSON.stringify({ source: ['tenantry'], 'detail-type': [{ prefix: 'reseller.organization.' }] });
  await bridge.send(new PutRuleCommand({ ...rule, Name: name, EventPattern }));
  await bridge.send(new PutTargetsCommand({ ...rule, Rule: name, Targets: [{ Id: 'queue', Arn: Attributes?.QueueArn }] }));
  return async () => {
    const { Messages = [] } = await queues.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    return Messages.map(({ Body = '' }) => JSON.parse(Body) as Envelope);
  };
};

test('what is created over HTTP reaches a consumer of the bus: table, stream, publisher and signing key', async () => {
  const receive = await consumer('consumer-of-events');
  const reseller = await createReseller(await here.as(['reseller:write']));
  const api = await here.as(['reseller:organization:create']);
  const { body } = await api.post(organizationsOf(reseller), newOrganization());

  const event = await eventually('the event', async () =>
    (await receive()).find(({ detail }) => detail.metadata.tenant === `/resellers/${reseller}`),
  );
  expect(event).toMatchObject({ source: 'tenantry', 'detail-type': 'reseller.organization.created' });
  expect(event.detail.payload.data).toEqual(body);
});
