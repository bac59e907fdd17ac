import { join } from 'node:path';
import { type Database, localClientOptions, openDatabase } from './dynamodb/database.ts';
import { tableDefinition } from './dynamodb/definition.ts';
import { openCheckpoints } from './event-source/checkpoints.ts';
import { mappingDefinition } from './event-source/definition.ts';
import { type EventSourceMappings, startMappings } from './event-source/mappings.ts';
import { httpApiDefinition } from './http-api/definition.ts';
import { httpApi } from './http-api/gateway.ts';
import { type Listener, listen } from './http-api/listener.ts';
import { openIssuer } from './keys.ts';
import { type FunctionDefinition, functionDefinition, processEnvironment } from './lambda/definition.ts';
import { type Functions, functionName, startFunctions } from './lambda/functions.ts';
import { type Messaging, startMessaging } from './messaging.ts';
import type { Runtime, RuntimeOptions } from './runtime-options.ts';
import { teardown } from './teardown.ts';
import { readAssembly } from './template/assembly.ts';
import { deployMessaging } from './template/deploy-messaging.ts';
import { type Model, readModel } from './template/model.ts';
import { type Refuse, readEach } from './template/read-each.ts';
import { warningsFor } from './template/warnings.ts';

/** What every part of a start needs. */
interface Start {
  readonly model: Model;
  readonly options: RuntimeOptions;
  readonly refuse: Refuse;
  readonly warn: (message: string) => void;
}

interface Parts {
  readonly database: Database;
  readonly messaging: Messaging;
  readonly listener: Listener;
  readonly functions: Functions;
  readonly mappings: EventSourceMappings;
}

const expiryIntervalMs = 60_000;

/**
 * Runs the system that a synthesised cloud assembly describes, on loopback. Rejects with a sentence that says what to do when the port is
 * taken, the database does not start or the assembly cannot be read; whatever had been started by then is stopped.
 */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const warnings: string[] = [];
  const warn = (message: string) => options.on.warning?.(message);
  const note = (message: string) => {
    warnings.push(message);
    warn(message);
  };
  const model = readModel(readAssembly(options.assembly), options.secrets ?? (() => undefined));
  const refuse: Refuse = ({ type, path }, error) =>
    note(`${type} ${path} is not run: ${error instanceof Error ? error.message : String(error)}`);
  const owned = teardown((error) => warn(`Stopping failed: ${String(error)}`));
  for (const message of warningsFor(model.resources)) note(message);

  try {
    const issuer = await openIssuer(options.stateDir);
    const parts = await startParts({ model, options, refuse, warn }, issuer, owned);
    return { ...describe(parts, model), warnings, mintToken: issuer.mintToken, stop: owned.stop };
  } catch (error) {
    await owned.stop();
    throw error;
  }
}

/** Owned in the order in which they need each other, so that they stop from the outside in: first what takes requests, last what holds data. */
async function startParts(
  start: Start,
  issuer: Awaited<ReturnType<typeof openIssuer>>,
  owned: ReturnType<typeof teardown>,
): Promise<Parts> {
  const { model, options, warn } = start;
  const late = Promise.withResolvers<Functions>();
  const invokeFunction = async (arn: string, event: unknown) => void (await (await late.promise).invoke(arn, event));

  const database = owned.own(openTables(start));
  const messaging = owned.own(startMessaging({ environment: model.environment, issuer, invokeFunction, options, warn }));
  const listening = listen(options.port);
  const functions = owned.own(Promise.all([database, messaging, listening]).then((parts) => deployFunctions(start, ...parts)));
  const mappings = owned.own(Promise.all([database, messaging, functions]).then((parts) => deployMappings(start, ...parts)));
  void owned.own(listening);

  const parts = await Promise.all([database, messaging, listening, functions, mappings]);
  late.resolve(parts[3]);
  serveHttpApi(start, parts[3], parts[2]);
  return { database: parts[0], messaging: parts[1], listener: parts[2], functions: parts[3], mappings: parts[4] };
}

function openTables({ model, options, refuse, warn }: Start): Promise<Database> {
  return openDatabase({
    definitions: readEach(model.ofType('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'), tableDefinition, refuse),
    region: model.environment.region,
    dataDir: options.dataDir,
    endpoint: options.dynamodbEndpoint,
    expiryIntervalMs,
    warn,
  });
}

/** Names and addresses must be settled before the functions' environments are resolved. */
function deployFunctions({ model, options, refuse }: Start, database: Database, messaging: Messaging, listener: Listener): Functions {
  for (const api of model.ofType('AWS::ApiGatewayV2::Api')) api.assign({ attributes: { ApiEndpoint: listener.url } });
  deployMessaging(model, messaging.queues, messaging.bridge, refuse);
  const endpoints = {
    AWS_ENDPOINT_URL_DYNAMODB: database.url,
    AWS_ENDPOINT_URL_DYNAMODB_STREAMS: database.url,
    AWS_ENDPOINT_URL_EVENTBRIDGE: messaging.url,
    AWS_ENDPOINT_URL_SQS: messaging.url,
  };
  const overrides = ({ environment }: FunctionDefinition) => ({
    ...endpoints,
    ...('JWKS_URI' in environment ? { JWKS_URI: messaging.jwksUri } : {}),
    ...options.environment,
  });
  return startFunctions({
    definitions: readEach(model.ofType('AWS::Lambda::Function'), functionDefinition, refuse),
    environmentOf: (definition) => processEnvironment(definition, model.environment, overrides(definition)),
    onLog: (line) => options.on.log?.(line),
  });
}

function deployMappings(
  { model, options, refuse, warn }: Start,
  database: Database,
  { queues }: Messaging,
  functions: Functions,
): EventSourceMappings {
  const { region, account } = model.environment;
  return startMappings({
    definitions: readEach(model.ofType('AWS::Lambda::EventSourceMapping'), mappingDefinition, refuse),
    client: localClientOptions(database.url, region),
    serverStreamArn: database.streamArn,
    functionArn: (name) => `arn:aws:lambda:${region}:${account}:function:${functionName(name)}`,
    invoke: functions.invoke,
    checkpoints: openCheckpoints(options.dataDir && join(options.dataDir, 'stream-checkpoints.json')),
    sendToQueue(arn, body) {
      if (queues.find(arn)) queues.send(arn, { body });
      else warn(`The failure destination ${arn} does not exist`);
    },
    region,
    warn,
    timeScale: options.timeScale ?? 1,
  });
}

function serveHttpApi({ model, options, refuse }: Start, functions: Functions, listener: Listener): void {
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

function describe(
  { database, messaging, listener, functions, mappings }: Parts,
  model: Model,
): Omit<Runtime, 'warnings' | 'mintToken' | 'stop'> {
  return {
    url: listener.url,
    awsUrl: messaging.url,
    dynamodbUrl: database.url,
    functions,
    queues: messaging.queues,
    eventBridge: messaging.bridge,
    outputs: model.outputs(),
    async idle() {
      // A delivery may invoke a function that writes, which fills a stream again.
      for (let pass = 0; pass < 2; pass += 1) {
        await mappings.idle();
        await messaging.bridge.idle();
      }
    },
  };
}
