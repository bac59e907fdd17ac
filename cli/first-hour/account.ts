import { setTimeout as delay } from 'node:timers/promises';
import {
  type CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { toOutputs } from '../shared/stack-outputs.ts';
import { newName } from './rules.ts';
import type { Arrival, Message, Queue } from './site.ts';
import { KEYED, probeTemplate } from './template.ts';

const MOST_SECONDS = 1200;
const Capabilities: ['CAPABILITY_IAM'] = ['CAPABILITY_IAM'];

/** Creates the operations on the stack that the questions need besides the product. */
export const probeStack = (client: CloudFormationClient, StackName: string, installation: string) => {
  const waiting = { client, maxWaitTime: MOST_SECONDS };
  const TemplateBody = JSON.stringify(probeTemplate(installation));
  return {
    async deploy(abortSignal: AbortSignal): Promise<Readonly<Record<string, string>>> {
      await client.send(new CreateStackCommand({ StackName, TemplateBody, Capabilities }));
      await waitUntilStackCreateComplete({ ...waiting, abortSignal }, { StackName });
      const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName }));
      return toOutputs(stack);
    },
    /** Disables the key. */
    async breakKey(): Promise<void> {
      const Parameters = [{ ParameterKey: 'KeyEnabled', ParameterValue: 'false' }];
      await client.send(new UpdateStackCommand({ StackName, UsePreviousTemplate: true, Capabilities, Parameters }));
      await waitUntilStackUpdateComplete(waiting, { StackName });
    },
    async remove(): Promise<void> {
      await client.send(new DeleteStackCommand({ StackName }));
      await waitUntilStackDeleteComplete(waiting, { StackName });
    },
  };
};

/** Opens a queue by its address. */
export const openQueue = async (sqs: SQSClient, QueueUrl: string): Promise<Queue> => {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  const ask = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1, MessageAttributeNames: ['All'] });
  return {
    arn: Attributes?.QueueArn ?? '',
    async receive() {
      const { Messages = [] } = await sqs.send(ask);
      const messages: Message[] = [];
      for (const { Body = '', MessageAttributes = {}, ReceiptHandle } of Messages) {
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        const attributes = Object.entries(MessageAttributes).map(([name, { StringValue = '' }]) => [name, StringValue]);
        messages.push({ body: Body, attributes: Object.fromEntries(attributes) });
      }
      return messages;
    },
  };
};

/** Makes a queue that rules of the bus may send to, unless it is to refuse them. */
export const makeQueue = async (
  sqs: SQSClient,
  account: { readonly prefix: string; readonly ruleArns: string; readonly atEnd: (undo: () => Promise<unknown>) => void },
  access?: 'refused',
): Promise<Queue> => {
  const Statement = {
    ...{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: '*' },
    Condition: { ArnLike: { 'aws:SourceArn': account.ruleArns } },
  };
  const Attributes = access === 'refused' ? {} : { Policy: JSON.stringify({ Version: '2012-10-17', Statement: [Statement] }) };
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: newName(account), Attributes }));
  account.atEnd(() => sqs.send(new DeleteQueueCommand({ QueueUrl })));
  // SQS: a queue can be used a second after it was made.
  await delay(1000);
  return openQueue(sqs, QueueUrl);
};

/** Creates a reader of the requests that the receiver got. */
export const arrivalReader = (queue: Queue) => async (): Promise<readonly Arrival[]> =>
  (await queue.receive()).map(({ body }) => JSON.parse(body) as Arrival);

/** Opens the buses under the key, by the outputs of the stack. */
export const openKeyedBuses = (sqs: SQSClient, outputs: Readonly<Record<string, string>>) =>
  Promise.all(
    KEYED.map(async ({ takesFrom, busOutput, queueOutput }) => ({
      ...{ takesFrom, busName: outputs[busOutput] ?? '' },
      deadLetters: await openQueue(sqs, outputs[queueOutput] ?? ''),
    })),
  );
