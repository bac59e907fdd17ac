import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AwsError } from '@tenantry/cdk-local/base/aws-error';
import { localClientOptions } from '@tenantry/cdk-local/dynamodb/client-options';
import type { AttemptReport } from '@tenantry/cdk-local/eventbridge/attempt-report';
import type { EventEnvelope } from '@tenantry/cdk-local/eventbridge/resources';
import type { AccessLogEntry } from '@tenantry/cdk-local/http-api/gateway';
import type { Denial } from '@tenantry/cdk-local/iam/decision';
import type { LogLine } from '@tenantry/cdk-local/lambda/functions';
import { startTenantry, type TenantryRuntime } from '../../local/tenantry-runtime.ts';
import type { WireAnswer, WireRequest } from '../../testing/wire.ts';
import { assemblyFor, functionNameIn, WEBHOOK_SECRETS } from './journey-assembly.ts';
import { type JourneyReceiver, journeyReceiver, type Respond } from './journey-receiver.ts';
import type { Sight } from './journey-sight.ts';

/** What happens behind the API while a journey runs, in the order in which it happens. */
export interface RunningSystem extends Sight {
  readonly runtime: TenantryRuntime;
  readonly receiver: JourneyReceiver;
  /** What the bus accepted. */
  readonly events: readonly EventEnvelope[];
  readonly deliveries: readonly AttemptReport[];
  readonly logs: readonly LogLine[];
  readonly accessLog: readonly AccessLogEntry[];
  readonly warnings: readonly string[];
  /** What the policies of the template did not allow. */
  readonly denials: readonly Denial[];
  /** Every request of the file and its answer. */
  readonly answers: { readonly request: WireRequest; readonly answer: WireAnswer }[];
  /** The runtime's name of the function whose logical id begins so. */
  functionName(prefix: string): string;
  /** Called for every event the bus accepts, before its publisher hears of it. */
  onEvent: (event: EventEnvelope) => void;
  /** Asked for every call of DynamoDB that a function makes: the error it is to meet, if any. */
  databaseFault: (operation: string, input: unknown) => AwsError | undefined;
}

// A backoff of minutes passes in milliseconds.
const TIME_SCALE = 0.001;

interface Stoppable {
  stop(): Promise<void>;
}

export interface SystemOptions {
  readonly respond: Respond;
  readonly clientTimeoutMs: number;
  /** How long a `PutEvents` takes. */
  readonly putEventsLatencyMs?: number;
  /** The folders of further assemblies, which run beside. */
  readonly besides?: readonly string[];
  /** Where the issuer's key lies; a folder of the journey's own unless given. */
  readonly stateDir?: string;
  /** Serves the console of the system on this port; none unless given. */
  readonly consolePort?: number;
}

/**
 * Starts a receiver and the runtime on the stack that names it; `stop` fails when a webhook was not
 * as documented.
 */
export const openSystem = async (options: SystemOptions): Promise<Stoppable & { readonly system: RunningSystem }> => {
  const opened: Stoppable[] = [];
  const stop = async () => {
    for (const part of opened.splice(0).reverse()) await part.stop();
  };
  try {
    const directory = await mkdtemp(join(process.env.JOURNEY_FOLDER ?? tmpdir(), 'journey-'));
    opened.push({ stop: () => rm(directory, { recursive: true, force: true }) });
    const receiver = await journeyReceiver(options.respond);
    opened.push(receiver);
    const system = await startSystem(directory, receiver, options);
    opened.push(system.runtime);
    return { system, stop: () => stop().then(() => requireNone(receiver.faults)) };
  } catch (error) {
    await stop();
    throw error;
  }
};

const startSystem = async (
  directory: string,
  receiver: JourneyReceiver,
  { clientTimeoutMs, besides = [], putEventsLatencyMs = 0, stateDir = join(directory, 'state'), consolePort }: SystemOptions,
): Promise<RunningSystem> => {
  const assembly = join(directory, 'assembly');
  await mkdir(assembly);
  await assemblyFor(receiver.url, assembly);
  const seen = {
    events: [] as EventEnvelope[],
    deliveries: [] as AttemptReport[],
    logs: [] as LogLine[],
    warnings: [] as string[],
    denials: [] as Denial[],
  };
  const accessLog: AccessLogEntry[] = [];
  const hooks: Pick<RunningSystem, 'onEvent' | 'databaseFault'> = { onEvent: () => undefined, databaseFault: () => undefined };
  const runtime = await startTenantry({
    assembly,
    besides,
    port: 0,
    stateDir,
    timeScale: TIME_SCALE,
    clientTimeoutMs,
    putEventsLatencyMs,
    ...(consolePort !== undefined && { consolePort }),
    faults: { database: (operation, input) => hooks.databaseFault(operation, input) },
    secrets: (name) => WEBHOOK_SECRETS[name],
    on: {
      request: (entry) => accessLog.push(entry),
      delivery: (attempt) => seen.deliveries.push(attempt),
      log: (line) => seen.logs.push(line),
      warning: (message) => seen.warnings.push(message),
      denied: (denial) => seen.denials.push(denial),
      event: (event) => {
        seen.events.push(event);
        hooks.onEvent(event);
      },
    },
  });
  const names = new Map<string, string>();
  const functionName = (prefix: string): string => {
    const name = names.get(prefix) ?? functionNameIn(assembly, prefix);
    names.set(prefix, name);
    return name;
  };
  const name = Object.entries(runtime.outputs).find(([key]) => key.endsWith('.TableName'))?.[1] ?? '';
  const table = { name, client: localClientOptions(runtime.dynamodbUrl, 'us-east-1'), isOurs: () => true };
  return Object.assign(hooks, { runtime, receiver, ...seen, accessLog, answers: [], functionName, table, idle: () => runtime.idle() });
};

/** Fails when webhooks were not as documented. */
export const requireNone = (faults: readonly unknown[]): void => {
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} webhooks were not as documented: ${String(faults[0])}`);
};
