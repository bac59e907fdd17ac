import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { AttemptReport } from '@tenantry/cdk-local/eventbridge/attempt-report';
import type { LogLine } from '@tenantry/cdk-local/lambda/functions';
import { dataOutput } from '../../../local/tenantry-stacks.ts';
import { readItems } from '../../shared/table-items.ts';
import { makeAssembly } from '../../system/assembly.ts';
import { openSystem, type System } from '../../system/system.ts';
import { type Target, TOKEN_SECONDS } from './target.ts';

interface RuntimeTargetOptions {
  readonly folder: string;
  readonly seed: number;
  /** The address that webhooks ought to arrive at. */
  readonly receiverUrl: string;
}

// A backoff of minutes passes in milliseconds.
const TIME_SCALE = 0.001;

/** The queue of endpoints' dead letters is emptied by a function; these wait for the operator. */
const QUEUES = /\.(?:Publisher|Welcome|WebhookReconciler)DeadLetterQueueUrl$|\.WebhookPoisonQueueUrl$/;

/** Starts the whole embedded runtime on the stack that would be deployed. */
export const openRuntime = async ({ folder, seed, receiverUrl }: RuntimeTargetOptions): Promise<Target> => {
  mkdirSync(folder, { recursive: true });
  const assembly = await makeAssembly(folder, receiverUrl);
  const environment = { WEBHOOK_QUOTA_PER_TENANT: '20' };
  const system = await openSystem({ assembly, folder: join(folder, 'system'), seed, timeScale: TIME_SCALE, environment });
  return {
    name: 'embedded runtime',
    url: system.url,
    // Each function is a process, which has to start.
    clients: 6,
    token: (claims) => system.token({ ...claims, expiresInSeconds: TOKEN_SECONDS }),
    items: () => readItems(system.dynamodbUrl(), dataOutput(system.outputs(), 'TableName')),
    logs: () => system.recorded<LogLine>('logs').map(({ line }) => line),
    idle: () => system.idle(),
    faults: async () => [...recordedFaults(system, receiverUrl), ...(await queued(system))],
    stop: () => system.stop(),
  };
};

const recordedFaults = (system: System, receiverUrl: string): readonly string[] => {
  const lost = system
    .recorded<AttemptReport>('deliveries')
    .filter(({ outcome, url }) => outcome === 'dropped' || (outcome === 'dead-letter' && (url.startsWith(receiverUrl) || isInside(url))));
  return [
    ...system.recorded<object>('failures').map((failure) => `the runtime failed: ${JSON.stringify(failure)}`),
    ...system.recorded<object>('denials').map((denial) => `its policies deny: ${JSON.stringify(denial)}`),
    ...lost.map((attempt) => `not delivered: ${JSON.stringify(attempt)}`),
  ];
};

const isInside = (url: string): boolean => url.startsWith('arn:');

const queued = async (system: System): Promise<readonly string[]> => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new SQSClient({ endpoint: system.awsUrl(), region: 'us-east-1', credentials });
  try {
    const urls = Object.entries(system.outputs()).filter(([name]) => QUEUES.test(name));
    if (urls.length < 4) throw new Error(`the outputs name only ${urls.length} queues of dead letters`);
    const counts = urls.map(async ([name, QueueUrl]) => {
      const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
      return { name, count: Number(Attributes?.ApproximateNumberOfMessages) };
    });
    return (await Promise.all(counts)).filter(({ count }) => count !== 0).map(({ name, count }) => `${count} dead letters in ${name}`);
  } finally {
    client.destroy();
  }
};
