import { randomUUID } from 'node:crypto';
import type { FunctionDefinition } from './definition.ts';
import { type InvocationReport, reported } from './invocation-report.ts';
import { type Pool, sandboxPool } from './pool.ts';
import { startSandbox } from './sandbox.ts';
import { workerSlots } from './slots.ts';

/** One line that a function wrote to its standard output or error. */
export interface LogLine {
  readonly functionName: string;
  readonly line: string;
}

interface FunctionsOptions {
  readonly definitions: readonly FunctionDefinition[];
  /** Every variable of a function's process. */
  readonly environmentOf: (definition: FunctionDefinition) => Record<string, string>;
  readonly onLog: (line: LogLine) => void;
  /** Called when an invocation begins, and when it has ended. */
  readonly onInvocation?: ((report: InvocationReport) => void) | undefined;
  /**
   * Whether Lambda can act as the function's role, without which it runs nothing; it can unless
   * given.
   */
  readonly hasRole?: (definition: FunctionDefinition) => boolean;
  /**
   * Concurrent sandboxes per function, 8 unless given; `ReservedConcurrentExecutions` lowers it.
   */
  readonly concurrency?: number;
  /** Sandboxes of all functions together, `MOST_WORKERS` unless given. */
  readonly workers?: number;
  /**
   * The number of requests that may run or wait before another is refused, 1,000 by default; events
   * do not count.
   */
  readonly mostPending?: number;
  readonly idleMs?: number;
}

/** The default limit of workers of all functions together. */
export const MOST_WORKERS = 64;

/**
 * An invocation that was refused because too many requests run or wait, as Lambda's
 * `TooManyRequestsException`.
 */
export class TooManyInvocations extends Error {
  override readonly name = 'TooManyRequestsException';
}

/** The functions of a system, each in its own isolated worker processes. */
export interface Functions {
  /**
   * Runs a function, by name or ARN, and gives what it returned; rejects with `FunctionError` when
   * it failed, as Lambda would report it.
   */
  invoke(nameOrArn: string, event: unknown): Promise<unknown>;
  /**
   * Runs a function for a client that waits; rejects at once with `TooManyInvocations` when too
   * many requests wait.
   */
  request(nameOrArn: string, event: unknown): Promise<unknown>;
  /** Ends the workers of a function in mid-invocation; they are replaced by the next invocation. */
  kill(nameOrArn: string): Promise<void>;
  /**
   * Returns how many invocations of all functions have begun since the start, and how many of them
   * run.
   */
  invocations(): { readonly begun: number; readonly running: number };
  /** Returns the number of a function's live workers. */
  workers(nameOrArn: string): number;
  stop(): Promise<void>;
}

/** Prepares a lazily started pool of workers for each function. */
export const startFunctions = (options: FunctionsOptions): Functions => {
  const { definitions, environmentOf, onLog, hasRole = () => true, concurrency = 8, idleMs = 300_000 } = options;
  const { workers = MOST_WORKERS, mostPending = 1_000, onInvocation } = options;
  const slots = workerSlots(Math.max(1, workers));
  const pools = new Map<string, { readonly definition: FunctionDefinition; readonly pool: Pool }>(
    definitions.map((definition) => {
      const start = () => startSandbox(sandboxOptions(definition, environmentOf(definition), onLog));
      const limit = Math.max(1, Math.min(concurrency, definition.concurrency ?? concurrency));
      return [definition.name, { definition, pool: sandboxPool({ start, limit, slots, idleMs }) }];
    }),
  );
  const find = (nameOrArn: string) => {
    const found = pools.get(functionName(nameOrArn));
    if (!found) throw new Error(`There is no function ${nameOrArn}`);
    return found;
  };

  let [begun, running, requests] = [0, 0, 0];

  const invoke = async (nameOrArn: string, event: unknown): Promise<unknown> => {
    begun += 1;
    running += 1;
    const number = begun;
    try {
      const { definition, pool } = find(nameOrArn);
      if (!hasRole(definition)) throw new Error('The role defined for the function cannot be assumed by Lambda.');
      const run = async (): Promise<unknown> => JSON.parse(await pool.invoke(randomUUID(), JSON.stringify(event)));
      return await reported(onInvocation, { functionName: definition.name, number, event }, run);
    } finally {
      running -= 1;
    }
  };

  return {
    invoke,
    async request(nameOrArn, event) {
      if (requests >= mostPending) throw new TooManyInvocations('Rate Exceeded.');
      requests += 1;
      try {
        return await invoke(nameOrArn, event);
      } finally {
        requests -= 1;
      }
    },
    invocations: () => ({ begun, running }),
    kill: (nameOrArn) => find(nameOrArn).pool.kill(),
    workers: (nameOrArn) => find(nameOrArn).pool.size(),
    async stop() {
      await Promise.all([...pools.values()].map(({ pool }) => pool.stop()));
    },
  };
};

/** The function's name in an ARN, with or without a version or alias; a plain name is itself. */
export const functionName = (nameOrArn: string): string =>
  nameOrArn.startsWith('arn:') ? (nameOrArn.split(':')[6] ?? nameOrArn) : nameOrArn;

const sandboxOptions = (definition: FunctionDefinition, environment: Record<string, string>, onLog: FunctionsOptions['onLog']) => {
  const { name, arn, directory, handler, memoryMb, timeoutSeconds } = definition;
  const settings = { directory, handler, functionName: name, functionArn: arn, memoryMb, sdkParent: import.meta.url };
  return { settings, environment, timeoutSeconds, onLine: (line: string) => onLog({ functionName: name, line }) };
};
