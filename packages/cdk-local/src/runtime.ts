import { join } from 'node:path';
import { openDataDir } from './base/data-dir.ts';
import { teardown } from './base/teardown.ts';
import { openCustomResources } from './deploy-custom-resources.ts';
import { deployAsyncInvocations, deployFunctions, deployMappings, openTables, type Start, serveHttpApi } from './deployment.ts';
import type { Database } from './dynamodb/database.ts';
import { type DatabaseCall, type Gate, openGate } from './dynamodb/gate.ts';
import { keySchemas } from './dynamodb/key-schemas.ts';
import { requestCheck } from './dynamodb/rules/check.ts';
import type { EventSourceMappings } from './event-source/mappings.ts';
import { type Listener, listen } from './http-api/listener.ts';
import { type Access, openAccess } from './iam/access.ts';
import { dynamoDbRequests } from './iam/dynamodb-requests.ts';
import type { AsyncInvocations } from './lambda/async-invocations.ts';
import type { Functions } from './lambda/functions.ts';
import { type Messaging, startMessaging } from './messaging.ts';
import type { DatabaseCallReport, Runtime, RuntimeOptions } from './runtime-options.ts';
import { openSecrets } from './secrets-manager/secrets.ts';
import { readAssembly, type StackArtifact } from './template/assembly.ts';
import { type Model, readModel } from './template/model.ts';
import type { Refuse } from './template/read-each.ts';
import { warningsFor } from './template/warnings.ts';

interface Parts {
  readonly database: Database;
  readonly messaging: Messaging;
  readonly listener: Listener;
  readonly functions: Functions;
  readonly mappings: EventSourceMappings;
  readonly invocations: AsyncInvocations;
}

/**
 * Runs the system that a synthesised cloud assembly describes, on loopback. Rejects with a sentence
 * that says what to do when the port or the data directory is taken, the database does not start or
 * the assembly cannot be read; whatever had been started by then is stopped.
 */
export const startRuntime = async (options: RuntimeOptions): Promise<Runtime> => {
  const warnings: string[] = [];
  const warn = (message: string) => options.on.warning?.(message);
  const note = (message: string) => {
    warnings.push(message);
    warn(message);
  };
  const owned = teardown((error) => warn(`Stopping failed: ${String(error)}`));
  const refuse: Refuse = ({ type, path }, error) =>
    note(`${type} ${path} is not run: ${error instanceof Error ? error.message : String(error)}`);

  try {
    const dataDir = await owned.own(openDataDir(options.dataDir));
    const secrets = openSecrets(options.dataDir && join(options.dataDir, 'secrets.json'));
    const model = readModel(readStacks(options), (name) => secrets.value(name) ?? options.secrets?.(name));
    for (const message of warningsFor(model.resources)) note(message);
    const access = openAccess({ onDenied: (denial) => options.on.denied?.(denial), warn });
    const { journal } = dataDir;
    const parts = await startParts({ model, options, secrets, access, journal, refuse, warn }, owned);
    dataDir.announce(parts.listener.url);
    return { ...describe(parts, model), iam: access, secrets, warnings, stop: owned.stop };
  } catch (error) {
    await owned.stop();
    throw error;
  }
};

const readStacks = ({ assembly, besides = [] }: RuntimeOptions): readonly StackArtifact[] => {
  const stacks = [assembly, ...besides].flatMap(readAssembly);
  const [twice] = stacks.filter(({ name }, at) => stacks.findIndex((other) => other.name === name) !== at);
  if (twice) throw new Error(`Two stacks are called ${twice.name}: give one of them another name`);
  return stacks;
};

/**
 * Owned in the order in which they need each other, so that they stop from the outside in: first
 * what takes requests, last what holds data.
 */
const startParts = async (start: Start, owned: ReturnType<typeof teardown>): Promise<Parts> => {
  const { model, options, secrets, access, journal, warn } = start;
  const applyCustomResources = openCustomResources(start);
  const started = Promise.withResolvers<AsyncInvocations>();
  const invokeFunction = async (arn: string, event: unknown) => (await started.promise).accept(arn, event);

  const opening = owned.own(openTables(start));
  const gating = owned.own(opening.then((database) => openDatabaseGate(start, database)));
  const messages = owned.own(startMessaging({ environment: model.environment, secrets, access, journal, invokeFunction, options, warn }));
  const listening = listen(options.port);
  const deploying = owned.own(Promise.all([opening, gating, messages, listening]).then((parts) => deployFunctions(start, ...parts)));
  const accepting = owned.own(Promise.all([messages, deploying]).then((parts) => deployAsyncInvocations(start, ...parts)));
  const following = owned.own(Promise.all([opening, messages, deploying]).then((parts) => deployMappings(start, ...parts)));
  void owned.own(listening);

  const parts = await Promise.all([opening, messages, listening, deploying, following, accepting]);
  const [database, messaging, listener, functions, mappings, invocations] = parts;
  started.resolve(invocations);
  serveHttpApi(start, functions, listener);
  messaging.bridge.resume();
  invocations.resume();
  await applyCustomResources({ functions, bridge: messaging.bridge });
  return { database, messaging, listener, functions, mappings, invocations };
};

/** Opens the gate before the database, which functions call. */
export const openDatabaseGate = ({ model, options, access, warn }: Start, { url, definitions, route }: Database): Promise<Gate> => {
  const schemas = keySchemas(definitions, model.environment);
  const check = requestCheck(definitions);
  return openGate({
    url,
    route,
    authorize(authorization, operation, input) {
      const caller = access.sessions.callerOf(authorization);
      if (caller !== 'administrator') access.require(caller, dynamoDbRequests(operation, input, schemas));
      check(operation, input);
    },
    faultOf: options.faults?.database,
    onCall: options.on.databaseCall && callReporter(options.on.databaseCall, access),
    onDefect: (error) => warn(`Authorising a call of DynamoDB failed: ${String(error)}`),
  });
};

// What a client without a session calls is no work of a function.
const callReporter =
  (report: (call: DatabaseCallReport) => void, { sessions }: Access) =>
  ({ authorization, ...call }: DatabaseCall): void => {
    const functionName = sessions.nameOf(authorization);
    if (functionName !== undefined) report({ functionName, ...call });
  };

const describe = (
  { database, messaging, listener, functions, mappings, invocations }: Parts,
  model: Model,
): Omit<Runtime, 'iam' | 'secrets' | 'warnings' | 'stop'> => {
  return {
    url: listener.url,
    awsUrl: messaging.url,
    dynamodbUrl: database.url,
    functions,
    queues: messaging.queues,
    mailbox: messaging.mailbox,
    eventBridge: messaging.bridge,
    outputs: model.outputs(),
    async idle() {
      // What one part does is work for another (a delivery fills a queue, a function a stream): it
      // ends with two passes in a row that run nothing, the first of which may have waited for a
      // delivery. A function that runs as a pass begins may write to what the pass has looked at
      // already.
      for (let quiet = 0; quiet < 2; ) {
        const before = functions.invocations();
        await mappings.idle();
        await messaging.idle();
        await invocations.idle();
        quiet = before.running === 0 && functions.invocations().begun === before.begun ? quiet + 1 : 0;
      }
    },
  };
};
