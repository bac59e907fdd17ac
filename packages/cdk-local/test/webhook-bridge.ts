import type { CreateConnectionAuthRequestParameters, Target } from '@aws-sdk/client-eventbridge';
import type { AttemptReport } from '../src/eventbridge/attempt-report.ts';
import { eventBridge } from '../src/eventbridge/event-bridge.ts';
import { queues } from '../src/sqs/queues.ts';

type Setup = {
  readonly url: string;
  readonly options?: Partial<Parameters<typeof eventBridge>[0]>;
  readonly authorization?: CreateConnectionAuthRequestParameters;
  readonly target?: Partial<Target>;
  readonly rate?: number;
  readonly deadLetters?: boolean;
};

const authorizationType = (given: CreateConnectionAuthRequestParameters) => {
  if (given.BasicAuthParameters) return 'BASIC';
  return given.OAuthParameters ? 'OAUTH_CLIENT_CREDENTIALS' : 'API_KEY';
};

const apiKey: CreateConnectionAuthRequestParameters = {
  ApiKeyAuthParameters: { ApiKeyName: 'Webhook-Token', ApiKeyValue: 'secret-token' },
};

/**
 * An EventBridge with one rule for source `shop`, one API destination at `url` and a dead-letter
 * queue, a thousand times faster.
 */
export const webhookBridge = ({ url, options, authorization = apiKey, target, rate, deadLetters = true }: Setup) => {
  const sqs = queues({ region: 'eu-west-1', account: '123456789012', baseUrl: 'http://127.0.0.1:1' });
  const deadLetterQueue = sqs.create('dead-letters');
  const attempts: AttemptReport[] = [];
  const lost: string[] = [];
  const bridge = eventBridge({
    region: 'eu-west-1',
    account: '123456789012',
    queues: sqs,
    timeScale: 0.001,
    onDelivery: (attempt) => attempts.push(attempt),
    log: (message) => lost.push(message),
    ...options,
  });
  const { ConnectionArn } = bridge.createConnection({
    Name: 'hook',
    AuthorizationType: authorizationType(authorization),
    AuthParameters: authorization,
  });
  const { ApiDestinationArn } = bridge.createApiDestination({
    Name: 'hook',
    ConnectionArn,
    InvocationEndpoint: url,
    HttpMethod: 'POST',
    InvocationRateLimitPerSecond: rate ?? 300,
  });
  const { RuleArn } = bridge.putRule({ Name: 'hook', EventPattern: JSON.stringify({ source: ['shop'] }) });
  bridge.putTargets({
    Rule: 'hook',
    Targets: [
      {
        Id: 'hook',
        Arn: ApiDestinationArn,
        RoleArn: 'arn:aws:iam::123456789012:role/invoke',
        InputPath: '$.detail.payload',
        ...(deadLetters && { DeadLetterConfig: { Arn: deadLetterQueue.arn } }),
        ...target,
      },
    ],
  });

  const put = (payload: unknown = { event: 'order.created' }) =>
    bridge.putEvents({
      Entries: [
        {
          Source: 'shop',
          DetailType: 'order.created',
          Detail: JSON.stringify({ metadata: { eventId: 'evt-1', version: 7 }, payload }),
        },
      ],
    });

  const deadLetter = async () => (await sqs.receive('dead-letters'))[0];

  return { bridge, sqs, attempts, lost, put, deadLetter, ApiDestinationArn, RuleArn };
};

/** String values of the attributes of a queue's message. */
export const attributeValues = (message: Awaited<ReturnType<ReturnType<typeof webhookBridge>['deadLetter']>>) =>
  Object.fromEntries(Object.entries(message?.attributes ?? {}).map(([name, { StringValue }]) => [name, StringValue]));
