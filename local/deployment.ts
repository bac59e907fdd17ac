import { join } from 'node:path';
import type { DeliveryLog } from './delivery-log.ts';
import { type Database, localClientOptions, openDatabase } from './dynamodb/database.ts';
import { tableDefinition } from './dynamodb/definition.ts';
import { openCheckpoints } from './event-source/checkpoints.ts';
import { mappingDefinition } from './event-source/definition.ts';
import { bothMappings, type EventSourceMappings, startMappings } from './event-source/mappings.ts';
import { startQueueMappings } from './event-source/queue-mappings.ts';
import { httpApiDefinition } from './http-api/definition.ts';
import { httpApi } from './http-api/gateway.ts';
import type { Listener } from './http-api/listener.ts';
import { asyncDefinition } from './lambda/async-definition.ts';
import { type AsyncInvocations, asyncInvocations } from './lambda/async-invocations.ts';
import { type FunctionDefinition, functionDefinition, processEnvironment } from './lambda/definition.ts';
import { type Functions, functionName, startFunctions } from './lambda/functions.ts';
import type { Messaging } from './messaging.ts';
import type { RuntimeOptions } from './runtime-options.ts';
import type { Secrets } from './secrets-manager/secrets.ts';
import { deployEmail } from './template/deploy-email.ts';
import { deployMessaging } from './template/deploy-messaging.ts';
import { deploySecrets } from './template/deploy-secrets.ts';
import type { Model } from './template/model.ts';
import { type Refuse, readEach } from './template/read-each.ts';

/** What every part of a start needs. */
export interface Start {
  readonly model: Model;
  readonly options: RuntimeOptions;
  readonly secrets: Secrets;
  readonly refuse: Refuse;
  readonly warn: (message: string) => void;
}

const expiryIntervalMs = 60_000;

/** Opens the template's tables. */
export function openTables({ model, options, refuse, warn }: Start): Promise<Database> {
  return openDatabase({
    definitions: readEach(model.ofType('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'), tableDefinition, refuse),
    region: model.environment.region,
    dataDir: options.dataDir,
    endpoint: options.dynamodbEndpoint,
    expiryIntervalMs,
    warn,
  });
}

/** Creates what functions refer to, and then the functions: names and addresses must be settled before their environments are resolved. */
export function deployFunctions(
  { model, options, secrets, refuse }: Start,
  database: Database,
  messaging: Messaging,
  listener: Listener,
): Functions {
  for (const api of model.ofType('AWS::ApiGatewayV2::Api')) api.assign({ attributes: { ApiEndpoint: listener.url } });
  deploySecrets(model, secrets, refuse);
  deployMessaging(model, messaging.queues, messaging.bridge, refuse);
  messaging.bridge.keepIn(options.dataDir && join(options.dataDir, 'eventbridge.json'));
  deployEmail(model, messaging.mailbox, refuse);
  const endpoints = {
    AWS_ENDPOINT_URL_DYNAMODB: database.url,
    AWS_ENDPOINT_URL_DYNAMODB_STREAMS: database.url,
    AWS_ENDPOINT_URL_EVENTBRIDGE: messaging.url,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: messaging.url,
    AWS_ENDPOINT_URL_SESV2: messaging.url,
    AWS_ENDPOINT_URL_SQS: messaging.url,
  };
  const overrides = ({ environment }: FunctionDefinition) => ({
    ...endpoints,
    ...('JWKS_URI' in environment ? { JWKS_URI: messaging.jwksUri } : {}),
    ...options.environment,
  });
  const definitions = readEach(model.ofType('AWS::Lambda::Function'), functionDefinition, refuse);
  openDeliveryLog(messaging.deliveryLog, database.url, model.environment.region, definitions);
  return startFunctions({
    definitions,
    environmentOf: (definition) => processEnvironment(definition, model.environment, overrides(definition)),
    onLog: (line) => options.on.log?.(line),
  });
}

// What collects the webhooks that were given up says where those that arrived are noted as well.
const openDeliveryLog = (log: DeliveryLog, url: string, region: string, definitions: readonly FunctionDefinition[]): void => {
  const { TABLE_NAME, DELIVERY_LOG_DAYS } = definitions.find(({ environment }) => 'DELIVERY_LOG_DAYS' in environment)?.environment ?? {};
  if (TABLE_NAME) log.open({ url, region, tableName: TABLE_NAME, keptDays: Number(DELIVERY_LOG_DAYS) });
};

/** Prepares what runs the events that functions are handed asynchronously. */
export function deployAsyncInvocations(start: Start, messaging: Messaging, functions: Functions): AsyncInvocations {
  const { model, options, refuse, warn } = start;
  return asyncInvocations({
    functionArns: model.ofType('AWS::Lambda::Function').map((resource) => resource.reference().attributes.Arn ?? ''),
    definitions: readEach(model.ofType('AWS::Lambda::EventInvokeConfig'), asyncDefinition, refuse),
    invoke: functions.invoke,
    sendToQueue: toQueue(start, messaging),
    warn,
    timeScale: options.timeScale ?? 1,
  });
}

/** Starts the template's event source mappings. */
export function deployMappings(start: Start, database: Database, messaging: Messaging, functions: Functions): EventSourceMappings {
  const { model, options, refuse, warn } = start;
  const { region, account } = model.environment;
  const definitions = readEach(model.ofType('AWS::Lambda::EventSourceMapping'), mappingDefinition, refuse);
  const shared = { region, warn, invoke: functions.invoke, timeScale: options.timeScale ?? 1 };
  const streams = startMappings({
    ...shared,
    definitions: definitions.filter((definition) => 'streamArn' in definition),
    client: localClientOptions(database.url, region),
    serverStreamArn: database.streamArn,
    functionArn: (name) => `arn:aws:lambda:${region}:${account}:function:${functionName(name)}`,
    checkpoints: openCheckpoints(options.dataDir && join(options.dataDir, 'stream-checkpoints.json')),
    sendToQueue: toQueue(start, messaging),
  });
  const queued = definitions.filter((definition) => 'queueArn' in definition);
  return bothMappings(streams, startQueueMappings({ ...shared, definitions: queued, queues: messaging.queues }));
}

const toQueue =
  ({ warn }: Start, { queues }: Messaging) =>
  (arn: string, body: string): void => {
    if (queues.find(arn)) queues.send(arn, { body });
    else warn(`The failure destination ${arn} does not exist`);
  };

/** Serves the template's HTTP API on the listener. */
export function serveHttpApi({ model, options, refuse }: Start, functions: Functions, listener: Listener): void {
  const [api, ...others] = model.ofType('AWS::ApiGatewayV2::Api');
  for (const other of others) refuse(other, new Error('one HTTP API is served at a time'));
  const [definition = { apiId: 'none', stage: '$default', routes: [] }] = readEach(
    api ? [api] : [],
    (resource) => httpApiDefinition(resource, model.resources),
    refuse,
  );
  const onRequest = options.on.request ?? (() => undefined);
  const { environment } = model;
  listener.serve(httpApi({ api: definition, environment, invoke: functions.invoke, onRequest, throttle: options.throttle ?? false }));
}
