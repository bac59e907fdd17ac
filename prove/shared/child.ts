import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Asked, Said } from './parent.ts';

interface ChildOptions {
  /** The module that it runs, which serves its parent. */
  readonly module: URL;
  /** Its subject in a sentence: `The runtime`. */
  readonly name: string;
  readonly args?: readonly string[];
  /** Sent to its standard input as JSON. */
  readonly settings?: object;
  /** The open file of its standard output, which is lost unless given. */
  readonly output?: number;
}

/** A process of our own that takes orders over IPC, and ends with this one. */
export interface Child<Started, Order> {
  readonly pid: number;
  /** Its message when it had started. */
  readonly started: Started;
  isAlive(): boolean;
  /** The last of what it wrote to its standard error. */
  words(): string;
  /** Resolves with the answer to an order. @throws {Error} its own, or that it has ended */
  ask(order: Order): Promise<unknown>;
  /** Sends it a signal. */
  signal(signal: NodeJS.Signals): void;
  /** Kills it, and waits for its end. */
  kill(): Promise<void>;
  /** Lets it end in order; one that has ended is left alone. */
  stop(): Promise<void>;
}

const LAST_WORDS_MS = 500;

/** Starts a child. @throws {Error} with its words, when it ends before it has started */
export const startChild = async <Started, Order>({
  module,
  name,
  args = [],
  settings,
  output,
}: ChildOptions): Promise<Child<Started, Order>> => {
  const child = fork(fileURLToPath(module), args, { stdio: [settings ? 'pipe' : 'ignore', output ?? 'ignore', 'pipe', 'ipc'] });
  child.stdin?.end(JSON.stringify(settings));
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    words = `${words}${chunk}`.slice(-4_000);
  });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const started = Promise.withResolvers<Started>();
  child.on('message', (message: Said<Started>) => {
    if (message.kind === 'started') return started.resolve(message.started);
    const { id, answer, error } = message;
    if (error === undefined) waiting.get(id)?.resolve(answer);
    else waiting.get(id)?.reject(new Error(error));
    waiting.delete(id);
  });
  const ended = once(child, 'exit');
  void ended.then(async () => {
    // Its last words may come after its end, or never, where a process of its own has its output.
    if (child.stderr && !child.stderr.closed) await Promise.race([once(child.stderr, 'close'), delay(LAST_WORDS_MS)]);
    const gone = new Error(`${name} has ended: ${words}`);
    started.reject(gone);
    for (const { reject } of waiting.values()) reject(gone);
  });

  let asked = 0;
  const send = (order: Asked<Order>['order']): Promise<unknown> => {
    asked += 1;
    const id = asked;
    const answer = Promise.withResolvers<unknown>();
    waiting.set(id, answer);
    child.send({ id, order } satisfies Asked<Order>, (error) => error && answer.reject(error));
    return answer.promise;
  };
  const isAlive = (): boolean => child.exitCode === null && child.signalCode === null;

  return {
    pid: child.pid ?? 0,
    started: await started.promise,
    isAlive,
    words: () => words,
    ask: send,
    signal: (signal) => void child.kill(signal),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      if (!isAlive()) return;
      await send({ kind: 'stop' }).catch(() => undefined);
      await ended;
    },
  };
};
