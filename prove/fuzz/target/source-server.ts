/**
 * The handlers of the API from source, behind the gateway of the embedded runtime and over a real
 * table, in one process: no bundles, no processes of functions, and nothing behind the table. It
 * takes several times as many requests a second as the whole runtime, and starts in a second. Its
 * log is its standard output.
 */
import { awsEndpoint } from '@tenantry/cdk-local/base/aws-endpoint';
import { httpApi } from '@tenantry/cdk-local/http-api/gateway';
import { listen } from '@tenantry/cdk-local/http-api/listener';
import { queues } from '@tenantry/cdk-local/sqs/queues';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { OPERATIONS } from '../../../functions/operations.ts';
import { once } from '../../../functions/shared/base/once.ts';
import { gatewayMethod } from '../../../functions/shared/http/methods.ts';
import { gatewayPath } from '../../../functions/shared/http/verbs.ts';
import { startIssuer } from '../../../testing/issuer.ts';
import { startSecret } from '../../../testing/secret.ts';
import { startTable } from '../../../testing/table.ts';
import { followParent } from '../../shared/parent.ts';
import type { SourceOrder, SourceStarted } from './source-messages.ts';

type Handler = (event: APIGatewayProxyEventV2, context: object) => Promise<unknown>;

const parent = followParent();
const [table, issuer, secret, listener] = await Promise.all([startTable(), startIssuer(), startSecret(), listen(0)]);
// Requests for a new password go into a queue that nobody reads.
const queueing = queues({ region: 'eu-west-1', account: '123456789012', baseUrl: () => services.url });
const services: { readonly url: string; stop(): Promise<void> } = await awsEndpoint({ handlers: { AmazonSQS: queueing.handle } });
// The limits are out of the way, except for endpoints, each of which would be asked about.
Object.assign(process.env, secret.environment, table.environment, issuer.environment, {
  LOG_LEVEL: 'INFO',
  INSTALLATION: 'tenantry-prove',
  REFERENCE_PAGE: 'false',
  ANSWER_PREFLIGHTS: 'false',
  EVENT_BUS_NAME: 'bus',
  DELIVERY_LOG_DAYS: '30',
  OPERATOR_ENDPOINTS: '[]',
  WEBHOOK_LOCAL_URLS: 'true',
  WEBHOOK_QUOTA_PER_TENANT: '20',
  AWS_ENDPOINT_URL_SQS: services.url,
  PASSWORD_RESET_QUEUE_URL: queueing.create('password-resets').url,
});

const SECONDS = 10;
const routes = [
  ...OPERATIONS.filter(({ inFallback }) => !inFallback).map(({ contract, handler, timeoutSeconds = SECONDS }) => ({
    routeKey: `${gatewayMethod(contract.method)} ${gatewayPath(contract.path)}`,
    functionArn: handler as string,
    timeoutMs: timeoutSeconds * 1000,
  })),
  { routeKey: '$default', functionArn: 'system/fallback', timeoutMs: SECONDS * 1000 },
];
const handlers = new Map(
  routes.map(({ functionArn, timeoutMs }) => {
    const load = once(async () => ((await import(`../../../functions/${functionArn}.ts`)) as { readonly handler: Handler }).handler);
    return [functionArn, { load, timeoutMs }];
  }),
);

const invoke = async (name: string, event: unknown): Promise<unknown> => {
  const function_ = handlers.get(name);
  if (!function_) throw new Error(`there is no handler ${name}`);
  const end = Date.now() + function_.timeoutMs;
  const handler = await function_.load();
  // What Lambda hands over went through JSON, and so does what it is handed.
  const given = JSON.parse(JSON.stringify(event)) as APIGatewayProxyEventV2;
  const result = await handler(given, { getRemainingTimeInMillis: () => end - Date.now() }).catch((error: unknown) => {
    process.stdout.write(`${JSON.stringify({ level: 'ERROR', message: 'the function failed', name, error: String(error) })}\n`);
    throw error;
  });
  return JSON.parse(JSON.stringify(result));
};

listener.serve(
  httpApi({
    api: { apiId: 'prove', stage: '$default', routes },
    environment: { region: 'eu-west-1', account: '123456789012' },
    invoke,
    mayInvoke: () => true,
    onRequest: () => undefined,
  }),
);

parent.serve<SourceStarted, SourceOrder>({
  started: { url: listener.url, tableUrl: table.url, tableName: table.name },
  run: ({ claims }) => issuer.token(claims),
  stop: () => Promise.all([listener, table, issuer, secret, services].map((part) => part.stop())),
});
