import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { awsEndpoint } from '@tenantry/cdk-local/base/aws-endpoint';
import { teardown } from '@tenantry/cdk-local/base/teardown';
import { eventBridge } from '@tenantry/cdk-local/eventbridge/event-bridge';
import { queues } from '@tenantry/cdk-local/sqs/queues';
import { webhookReceiver } from '@tenantry/cdk-local/test/webhook-receiver';
import { openApi } from '../../cli/doctor/http/api.ts';
import { namePrefix } from '../../cli/first-hour/rules.ts';
import type { Queue, Site } from '../../cli/first-hour/site.ts';
import { clientsAnswering } from '../support/aws-answers.ts';

const LISTED = { Metrics: [{ Dimensions: [{ Name: 'EventBusName' }, { Name: 'RuleName' }] }] };

/**
 * The embedded EventBridge and SQS behind the AWS SDK, where time passes a thousand times faster.
 */
export const embeddedSite = async (): Promise<{ readonly site: Site; readonly undone: () => Promise<readonly unknown[]> }> => {
  const errors: unknown[] = [];
  const opened = teardown((error) => errors.push(error));
  const [region, account] = ['eu-west-1', '123456789012'];
  const sqs = queues({ region, account, baseUrl: 'http://127.0.0.1:1' });
  const bridge = eventBridge({ region, account, timeScale: 0.001, queues: sqs });
  await opened.own(Promise.resolve(bridge));
  const endpoint = await opened.own(awsEndpoint({ handlers: { AWSEvents: bridge.handle } }));
  const receiver = await opened.own(
    webhookReceiver((response, _, { path }) => {
      const status = Number(/^\/status\/(\d+)$/.exec(path)?.[1] ?? 200);
      response.writeHead(status, status === 401 ? { 'www-authenticate': 'Bearer' } : {}).end();
    }),
  );
  const options = { endpoint: endpoint.url, region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' }, maxAttempts: 1 };
  let made = 0;
  // There are no customer keys here: what a bus does without its key is played.
  let isKeyBroken = false;
  const letter = { body: '{}', attributes: { ERROR_CODE: 'played' } };
  const keyedQueue: Queue = { arn: 'played', receive: async () => (isKeyBroken ? [letter] : []) };
  const breakKey = async (): Promise<void> => {
    isKeyBroken = true;
  };

  const queue = async (): Promise<Queue> => {
    made += 1;
    const { name, arn } = sqs.create(`queue-${made}`);
    return {
      arn,
      receive: async () =>
        (await sqs.receive(name)).map(({ body, attributes = {} }) => ({
          body,
          attributes: Object.fromEntries(Object.entries(attributes).map(([key, { StringValue = '' }]) => [key, StringValue])),
        })),
    };
  };

  const site: Site = {
    ...{ eventBridge: new EventBridgeClient(options), cloudWatch: clientsAnswering({ ListMetrics: LISTED }).cloudWatch },
    ...{ api: openApi(`${receiver.url}/api`), token: () => Promise.reject(new Error('the API is not here')) },
    ...{
      prefix: namePrefix('tenantry-first-hour'),
      busName: 'default',
      receiver: receiver.url,
      roleArn: `arn:aws:iam::${account}:role/invoke`,
      queue,
    },
    arrivals: async () =>
      receiver.received.splice(0).map(({ path, headers, body }) => ({
        path,
        body,
        headers: Object.fromEntries(Object.entries(headers).map(([key, value]) => [key, String(value)])),
      })),
    atEnd: (undo) => void opened.own(Promise.resolve({ stop: undo })),
    keyed: { buses: [{ busName: 'default', takesFrom: 'rule', deadLetters: keyedQueue }], breakKey },
    ...{ pauseMs: 5, settlingMs: 300 },
  };
  return { site, undone: () => opened.stop().then(() => errors) };
};
