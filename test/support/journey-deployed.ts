import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { DeleteRuleCommand, EventBridgeClient, PutRuleCommand, PutTargetsCommand, RemoveTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { EventEnvelope } from '@tenantry/cdk-local/eventbridge/resources';
import type { Api } from './journey-api.ts';
import { newReseller } from './journey-entities.ts';
import type { Sight } from './journey-sight.ts';

const DEADLINE_MS = 45_000;
const PAUSE_MS = 100;

type Answers = Sight['answers'];

const idsOf = ({ detail }: EventEnvelope): { readonly eventId?: string; readonly requestId?: string } => detail.metadata ?? {};

/**
 * Watches the bus and the table of the deployment that `DEPLOYMENT` describes; `api` is its
 * operator's, and none of the file's requests.
 */
export const openDeployedSight = async (answers: Answers, api: Api): Promise<Sight & { stop(): Promise<void> }> => {
  const { outputs } = JSON.parse(readFileSync(String(process.env.DEPLOYMENT), 'utf8')) as { readonly outputs: Record<string, string> };
  const consumer = await openConsumer(String(outputs.EventBusName));
  const made = () => answers.flatMap(({ answer: { body } }) => [body.id, (body.contact as { readonly id?: unknown } | undefined)?.id]);

  return {
    answers,
    get events() {
      const requests = new Set(answers.map(({ answer }) => answer.headers['x-request-id']));
      return [...consumer.received.values()].filter((event) => requests.has(idsOf(event).requestId));
    },
    async idle() {
      // The stream is in order: what came before this request is published when its event is, or in
      // the same batch.
      const { status, headers } = await api.post('/v3/resellers', newReseller());
      if (status !== 201) throw new Error(`Nothing can be created any more: ${status}`);
      await consumer.until((event) => idsOf(event).requestId === headers['x-request-id']);
    },
    table: {
      name: String(outputs.TableName),
      client: {},
      isOurs: (item) => {
        const text = JSON.stringify(item);
        return made().some((id) => id !== undefined && text.includes(String(id)));
      },
    },
    stop: consumer.stop,
  };
};

/** A rule of its own on the bus, and a queue behind it that is read when somebody asks. */
const openConsumer = async (EventBusName: string) => {
  const [bridge, queues] = [new EventBridgeClient(), new SQSClient()];
  const Name = `journey-${randomUUID()}`;
  const { QueueUrl = '' } = await queues.send(new CreateQueueCommand({ QueueName: Name }));
  const { Attributes } = await queues.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  await bridge.send(new PutRuleCommand({ EventBusName, Name, EventPattern: JSON.stringify({ source: ['tenantry'] }) }));
  await bridge.send(new PutTargetsCommand({ EventBusName, Rule: Name, Targets: [{ Id: 'queue', Arn: Attributes?.QueueArn }] }));
  const received = new Map<string, EventEnvelope>();

  const receive = async (): Promise<number> => {
    const { Messages = [] } = await queues.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    for (const { Body = '', ReceiptHandle } of Messages) {
      const event = JSON.parse(Body) as EventEnvelope;
      // Delivery is at least once.
      const { eventId = event.id } = idsOf(event);
      if (!received.has(eventId)) received.set(eventId, event);
      await queues.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
    return Messages.length;
  };

  return {
    received,
    async until(happened: (event: EventEnvelope) => boolean): Promise<void> {
      const deadline = performance.now() + DEADLINE_MS;
      for (let quiet = 0; quiet < 2; ) {
        const isThere = [...received.values()].some(happened);
        quiet = (await receive()) === 0 && isThere ? quiet + 1 : 0;
        if (performance.now() > deadline) throw new Error('Waited in vain for the event of a request');
        await delay(PAUSE_MS);
      }
    },
    async stop(): Promise<void> {
      await bridge.send(new RemoveTargetsCommand({ EventBusName, Rule: Name, Ids: ['queue'] }));
      await bridge.send(new DeleteRuleCommand({ EventBusName, Name }));
      await queues.send(new DeleteQueueCommand({ QueueUrl }));
      bridge.destroy();
      queues.destroy();
    },
  };
};
