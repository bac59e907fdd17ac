import { join } from 'node:path';
import type { Journal } from './base/journal.ts';
import { deployEmail } from './deploy/email.ts';
import { deployMessaging } from './deploy/messaging.ts';
import { deploySecrets, importSecrets } from './deploy/secrets.ts';
import { localClientOptions } from './dynamodb/client-options.ts';
import { type Database, openDatabase } from './dynamodb/database.ts';
import { tableDefinition } from './dynamodb/definition.ts';
import type { Gate } from './dynamodb/gate.ts';
import { openCheckpoints } from './event-source/checkpoints.ts';
import { mappingDefinition } from './event-source/definition.ts';
import { bothMappings, type EventSourceMappings, startMappings } from './event-source/mappings.ts';
import { startQueueMappings } from './event-source/queue-mappings.ts';
import { httpApiDefinition, type Route } from './http-api/definition.ts';
import { httpApi } from './http-api/gateway.ts';
import type { Listener } from './http-api/listener.ts';
import type { Access } from './iam/access.ts';
import { type LambdaRights, lambdaRights, mayInvokeForRoute } from './iam/service-rights.ts';
import { asyncDefinition } from './lambda/async-definition.ts';
import { type AsyncInvocations, asyncInvocations } from './lambda/async-invocations.ts';
import { type FunctionDefinition, functionDefinition, LOG_STREAM, processEnvironment } from './lambda/definition.ts';
import { type Functions, functionName, type LogLine, startFunctions } from './lambda/functions.ts';
import type { Messaging } from './messaging.ts';
import type { Addresses, RuntimeOptions } from './runtime-options.ts';
import type { Secrets } from './secrets-manager/secrets.ts';
import type { Model } from './template/model.ts';
import { type Refuse, readEach } from './template/read-each.ts';

/** The context that every part of a start shares. */
export interface Start {
  readonly model: Model;
  readonly options: RuntimeOptions;
  readonly secrets: Secrets;
  readonly access: Access;
  /** Keeps unfinished work over a restart. */
  readonly journal: Journal;
  readonly refuse: Refuse;
  readonly warn: (message: string) => void;
}

const expiryIntervalMs = 60_000;

/** Opens the template's tables. */
export const openTables = ({ model, options, refuse, warn }: Start): Promise<Database> =>
  openDatabase({
    definitions: readEach(model.ofType('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'), tableDefinition, refuse),
    region: model.environment.region,
    dataDir: options.dataDir,
    endpoint: options.dynamodbEndpoint,
    expiryIntervalMs,
    indexLagMs: options.indexLagMs,
    warn,
    fail: (message) => options.on.failure?.(message),
  });

/** The functions of a system, and what Lambda may do as the role of each. */
export interface DeployedFunctions extends Functions {
  rightsOf(nameOrArn: string): LambdaRights;
}

/**
 * Creates what functions refer to, and then the functions: names and addresses must be settled
 * before their environments are resolved.
 */
export const deployFunctions = (
  start: Start,
  database: Database,
  gate: Gate,
  messaging: Messaging,
  listener: Listener,
): DeployedFunctions => {
  const { model, options, secrets, access, refuse } = start;
  for (const api of model.ofType('AWS::ApiGatewayV2::Api')) api.assign({ attributes: { ApiEndpoint: listener.url } });
  deploySecrets(model, secrets, refuse);
  deployMessaging(model, messaging.queues, messaging.bridge, refuse);
  messaging.bridge.keepIn(options.dataDir && join(options.dataDir, 'eventbridge.json'));
  deployEmail(model, messaging.mailbox, refuse);
  access.read(model, refuse);
  const endpoints = {
    AWS_ENDPOINT_URL_DYNAMODB: gate.url,
    AWS_ENDPOINT_URL_DYNAMODB_STREAMS: gate.url,
    AWS_ENDPOINT_URL_EVENTBRIDGE: messaging.url,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: messaging.url,
    AWS_ENDPOINT_URL_SESV2: messaging.url,
    AWS_ENDPOINT_URL_SQS: messaging.url,
  };
  const addresses: Addresses = { apiUrl: listener.url, awsUrl: messaging.url, dynamodbUrl: database.url, ...model.environment };
  const imported = Object.entries(options.importedSecrets ?? {}).map(([name, read]) => [name, read(addresses)] as const);
  importSecrets(model, secrets, Object.fromEntries(imported));
  const overrides = (definition: FunctionDefinition) => ({ ...endpoints, ...overridesOf(options, definition, addresses) });
  const definitions = readEach(model.ofType('AWS::Lambda::Function'), functionDefinition, refuse);
  options.on.deployed?.({ functions: definitions, addresses });
  const rights = new Map(definitions.map((definition) => [definition.name, lambdaRights(access, definition)]));
  const credentials = new Map(
    definitions.map(({ name, roleArn }) => {
      const functionArn = `arn:aws:lambda:${model.environment.region}:${model.environment.account}:function:${name}`;
      return [name, access.sessions.credentialsOf({ roleArn, sessionName: name, functionArn })];
    }),
  );
  const rightsOf = (nameOrArn: string): LambdaRights => required(rights.get(functionName(nameOrArn)), nameOrArn);
  const functions = startFunctions({
    definitions,
    hasRole: ({ name }) => rightsOf(name).assumeRole(),
    environmentOf: (definition) =>
      processEnvironment(definition, model.environment, required(credentials.get(definition.name), definition.name), overrides(definition)),
    onLog: logger(start, definitions, rightsOf),
    onInvocation: options.on.invocation,
    ...(options.workers !== undefined && { workers: options.workers }),
  });
  return { ...functions, rightsOf };
};

const required = <T>(found: T | undefined, name: string): T => {
  if (found === undefined) throw new Error(`There is no function ${name}`);
  return found;
};

// A function that may not write its log runs; its lines are lost.
const logger = ({ model, options }: Start, definitions: readonly FunctionDefinition[], rightsOf: DeployedFunctions['rightsOf']) => {
  const { region, account } = model.environment;
  const streams = new Map(
    definitions.map(({ name, logGroup }) => [name, `arn:aws:logs:${region}:${account}:log-group:${logGroup}:log-stream:${LOG_STREAM}`]),
  );
  return (line: LogLine): void => {
    if (rightsOf(line.functionName).writeLog(streams.get(line.functionName) ?? '')) options.on.log?.(line);
  };
};

const overridesOf = ({ environment = {} }: RuntimeOptions, definition: FunctionDefinition, addresses: Addresses) =>
  typeof environment === 'function' ? environment(definition, addresses) : environment;

/** Creates the queue of asynchronous invocations. */
export const deployAsyncInvocations = (start: Start, messaging: Messaging, functions: DeployedFunctions): AsyncInvocations => {
  const { model, options, refuse, warn } = start;
  return asyncInvocations({
    functionArns: model.ofType('AWS::Lambda::Function').map((resource) => resource.reference().attributes.Arn ?? ''),
    definitions: readEach(model.ofType('AWS::Lambda::EventInvokeConfig'), asyncDefinition, refuse),
    invoke: functions.invoke,
    sendToQueue: toQueue(start, messaging, functions),
    warn,
    kept: start.journal.collection('invocation'),
    timeScale: options.timeScale ?? 1,
  });
};

/** Starts the template's event source mappings. */
export const deployMappings = (
  start: Start,
  database: Database,
  messaging: Messaging,
  functions: DeployedFunctions,
): EventSourceMappings => {
  const { model, options, refuse, warn } = start;
  const { region, account } = model.environment;
  const definitions = readEach(model.ofType('AWS::Lambda::EventSourceMapping'), mappingDefinition, refuse);
  const shared = { region, warn, rightsOf: functions.rightsOf, invoke: functions.invoke, timeScale: options.timeScale ?? 1 };
  const streams = startMappings({
    ...shared,
    groupsOf: options.faults?.records,
    definitions: definitions.filter((definition) => 'streamArn' in definition),
    client: localClientOptions(database.url, region),
    serverStreamArn: database.streamArn,
    functionArn: (name) => `arn:aws:lambda:${region}:${account}:function:${functionName(name)}`,
    checkpoints: openCheckpoints(options.dataDir && join(options.dataDir, 'stream-checkpoints.json')),
    sendToQueue: toQueue(start, messaging, functions),
  });
  const queued = definitions.filter((definition) => 'queueArn' in definition);
  return bothMappings(streams, startQueueMappings({ ...shared, definitions: queued, queues: messaging.queues }));
};

const toQueue =
  ({ warn }: Start, { queues }: Messaging, { rightsOf }: DeployedFunctions) =>
  (sender: string, arn: string, body: string): void => {
    if (queues.find(arn) === undefined) warn(`The failure destination ${arn} does not exist`);
    else if (rightsOf(sender).sendToQueue(arn)) queues.send(arn, { body });
  };

/** Serves the template's HTTP API on the listener. */
export const serveHttpApi = ({ model, options, access, refuse }: Start, functions: Functions, listener: Listener): void => {
  const [api, ...others] = model.ofType('AWS::ApiGatewayV2::Api');
  for (const other of others) refuse(other, new Error('one HTTP API is served at a time'));
  const [definition = { apiId: 'none', stage: '$default', routes: [] }] = readEach(
    api ? [api] : [],
    (resource) => httpApiDefinition(resource, model.resources),
    refuse,
  );
  const onRequest = options.on.request ?? (() => undefined);
  const { environment } = model;
  const mayInvoke = (route: Route, routeArn: string) => mayInvokeForRoute(access, route, routeArn);
  const serve = httpApi({
    ...{ api: definition, environment, invoke: functions.request, mayInvoke, onRequest, throttle: options.throttle ?? false },
    ...(options.challenge && { challenge: options.challenge }),
  });
  listener.serve(async (incoming) => options.before?.(incoming) ?? serve(incoming));
};
