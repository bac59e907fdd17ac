import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '@tenantry/cdk-local/base/free-port';
import { recent } from '@tenantry/cdk-local/base/recent';
import type { AttemptReport } from '@tenantry/cdk-local/eventbridge/attempt-report';
import type { RuntimeListeners } from '@tenantry/cdk-local/runtime-options';
import type { Given } from '../cli/command/declaration.ts';
import { localAws } from '../cli/shared/local-aws.ts';
import { operatorTable } from '../cli/shared/operator-table.ts';
import { banner } from './banner.ts';
import { busNameIn, synthesizeConsumer } from './consumer-app.ts';
import type { start as declaration } from './declaration.ts';
import { seedDemo } from './demo.ts';
import { functionEnvironment } from './function-environment.ts';
import { readOptions, type StartOptions } from './options.ts';
import { namingPort, preflight } from './preflight.ts';
import { startSteps } from './start-steps.ts';
import { synthesize } from './synthesize.ts';
import { startTenantry, type TenantryOptions, type TenantryRuntime } from './tenantry-runtime.ts';
import { dataOutput, stacksBeside } from './tenantry-stacks.ts';
import { deliveryLine, emailLine, eventLine, noteLine, requestLine, resourceLine } from './terminal-lines.ts';

const say = (line: string): void => console.log(line);

// A webhook's receiver knows the event by its own id (Webhook-Id), not by the one the bus gave it,
// which is shown for an event of long ago.
const webhookIds = recent<string, string>(10_000);

const listeners = ({ logs }: StartOptions, assembly: string, failure: (message: string) => void): RuntimeListeners => ({
  request: (entry) => say(requestLine(entry)),
  event: ({ id, 'detail-type': type, detail }) => {
    const { tenant = '', eventId = id } = (detail.metadata ?? {}) as { readonly tenant?: string; readonly eventId?: string };
    webhookIds.set(id, eventId);
    say(eventLine(type, tenant, eventId));
  },
  delivery: (attempt) => {
    if (!isHandOver(attempt)) say(deliveryLine({ ...attempt, eventId: webhookIds.get(attempt.eventId) ?? attempt.eventId }));
  },
  email: (email) => say(emailLine(email)),
  customResource: (report) => say(resourceLine(report)),
  warning: (message) => say(noteLine('warning', message)),
  failure,
  log: logger(logs, assembly),
});

// The lines of a user's own functions are what a start is for.
const logger = (all: boolean, assembly: string): NonNullable<RuntimeListeners['log']> => {
  const besides = stacksBeside(busNameIn(assembly));
  return ({ functionName, line }) => {
    if (all || besides.hasFunction(functionName)) say(noteLine('log', `${functionName}  ${line.trimEnd()}`, 'dim'));
  };
};

// That a function or a queue was handed an event says nothing yet; what a function then does has a
// line of its own.
const isHandOver = ({ url, outcome }: AttemptReport): boolean => /^arn:aws:(?:lambda|sqs):/.test(url) && outcome === 'delivered';

// Half of the settling time of the stage `local`.
const PROPAGATION_MS = 500;

/** Synthesises the other apps below a folder, one after the other. */
const synthesizeApps = async ({ apps, port }: StartOptions, folder: string, assembly: string): Promise<readonly string[]> => {
  const outdirs = apps.map((app, at) => ({ app, outdir: join(folder, `app-${at}`) }));
  for (const { app, outdir } of outdirs) {
    say(`Synthesising ${app} …`);
    await synthesizeConsumer(app, outdir, { busName: busNameIn(assembly), url: `http://127.0.0.1:${port}` });
  }
  return outdirs.map(({ outdir }) => outdir);
};

const start = async (given: StartOptions, folder: string, failure: (message: string) => void): Promise<TenantryRuntime> => {
  await preflight(given);
  // Other apps are told the address before it is listened to.
  const options = { ...given, port: given.port === 0 ? await freePort() : given.port };
  const assembly = join(folder, 'tenantry');
  const steps = startSteps(say);
  steps.look();
  await synthesize(assembly, options.webhooks, { afresh: options.noCache, onRun: steps.synthesise });
  const besides = await synthesizeApps(options, folder, assembly);
  steps.run();
  const runtime = await namingPort(() => startTenantry({ ...runtimeOptions(options, assembly, failure), besides }));
  steps.end();
  return runtime;
};

const runtimeOptions = (options: StartOptions, assembly: string, failure: (message: string) => void): TenantryOptions => ({
  assembly,
  port: options.port,
  throttle: options.throttle,
  propagationMs: PROPAGATION_MS,
  environment: functionEnvironment(process.env),
  secrets: (name) => `local-secret-of-${name}`,
  ...(options.workers !== undefined && { workers: options.workers }),
  ...(options.busLatencyMs !== undefined && { putEventsLatencyMs: options.busLatencyMs }),
  ...(options.dataDir !== undefined && { dataDir: options.dataDir }),
  ...(options.indexLagMs !== undefined && { indexLagMs: options.indexLagMs }),
  ...(options.consolePort !== undefined && { consolePort: options.consolePort }),
  ...(options.dynamodbEndpoint !== undefined && { dynamodbEndpoint: options.dynamodbEndpoint }),
  on: listeners(options, assembly, failure),
});

const welcome = async (runtime: TenantryRuntime, options: StartOptions): Promise<void> => {
  const token = await runtime.mintToken({ permissions: DEMO_PERMISSIONS, expiresInSeconds: 43_200 });
  const demo = await seedDemo({ url: runtime.url, token, table: tableOf(runtime) });
  const outputs = stacksBeside(dataOutput(runtime.outputs, 'EventBusName')).outputsIn(runtime.outputs);
  const { url, consoleLink } = runtime;
  say(banner({ url, demo, webhooks: options.webhooks, outputs, ...(consoleLink !== undefined && { consoleLink }) }));
};

const DEMO_PERMISSIONS = ['partner:create', 'partner:read', 'reseller:write', 'reseller:read'];

const tableOf = ({ dynamodbUrl, outputs }: TenantryRuntime) => operatorTable(dataOutput(outputs, 'TableName'), localAws(dynamodbUrl));

/** Ends the process once, within two seconds, whatever still runs; what fails then is not said. */
const ending = (stop: () => Promise<void>) => {
  let isEnding = false;
  const end = (status: number, last: string): void => {
    if (isEnding) return;
    isEnding = true;
    if (status === 0) say(last);
    else complain(last);
    void Promise.race([stop(), delay(1900)]).then(() => process.exit(status));
  };
  return { end, isEnding: () => isEnding };
};

const complain = (message: string): void => console.error(noteLine('error', message, 'red'));

/** Runs `tenantry start`. */
export const run = async (given: Given<typeof declaration.options>): Promise<void> => {
  const options = readOptions(given, process.env);
  const folder = await mkdtemp(join(tmpdir(), 'tenantry-'));
  let runtime: TenantryRuntime | undefined;
  const stop = async () => {
    await runtime?.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const { end, isEnding } = ending(stop);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end(0, '\nStopping …'));
  try {
    runtime = await start(options, folder, (message) => end(1, message));
    await welcome(runtime, options);
  } catch (error) {
    // A signal that ends this process ends what it waits for, too.
    if (isEnding()) return;
    await stop();
    throw error;
  }
};
