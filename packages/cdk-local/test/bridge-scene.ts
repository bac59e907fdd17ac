import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { type AwsEndpoint, awsEndpoint } from '../src/base/aws-endpoint.ts';
import { type EventBridge, eventBridge } from '../src/eventbridge/event-bridge.ts';
import type { EventEnvelope } from '../src/eventbridge/resources.ts';
import { type Queues, queues } from '../src/sqs/queues.ts';

/**
 * What one test sees: the real SDK client, the bridge and queues behind it, what was accepted and
 * what was logged.
 */
export type BridgeScene = {
  readonly sqs: Queues;
  readonly bridge: EventBridge;
  readonly endpoint: AwsEndpoint;
  readonly client: EventBridgeClient;
  readonly events: EventEnvelope[];
  readonly messages: string[];
  stop(): Promise<void>;
};

/** Starts a bridge behind a loopback endpoint; entries with detail-type `fail.me` are throttled. */
export const bridgeScene = async (): Promise<BridgeScene> => {
  const events: EventEnvelope[] = [];
  const messages: string[] = [];
  const sqs = queues({ region: 'eu-west-1', account: '123456789012', baseUrl: 'http://127.0.0.1:1' });
  const bridge = eventBridge({
    region: 'eu-west-1',
    account: '123456789012',
    timeScale: 0.001,
    queues: sqs,
    onEvent: (event) => events.push(event),
    log: (message) => messages.push(message),
    faults: {
      putEvents: (entry) => (entry.DetailType === 'fail.me' ? { ErrorCode: 'ThrottlingException', ErrorMessage: 'slow' } : undefined),
    },
  });
  const endpoint = await awsEndpoint({
    handlers: { AWSEvents: bridge.handle, AmazonSQS: sqs.handle },
    routes: { '/jwks.json': () => ({ keys: [] }) },
  });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new EventBridgeClient({ endpoint: endpoint.url, region: 'eu-west-1', credentials, maxAttempts: 1 });

  return {
    sqs,
    bridge,
    endpoint,
    client,
    events,
    messages,
    async stop() {
      client.destroy();
      await bridge.stop();
      await endpoint.stop();
    },
  };
};
