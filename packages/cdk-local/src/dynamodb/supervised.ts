import { type DynamoDbServer, type ServerOptions, startDynamoDb } from './server.ts';

interface SupervisorOptions {
  readonly file: string | undefined;
  /** Called with a sentence at every restart. */
  readonly warn: (message: string) => void;
  /** Called once with the reason when the server does not come back. */
  readonly fail: (message: string) => void;
  readonly start?: (options: ServerOptions) => Promise<DynamoDbServer>;
  /** Milliseconds of a clock that is never set. */
  readonly clock?: () => number;
}

const MOST_RESTARTS = 5;
const WITHIN_MS = 60_000;

const DATA_LOST = 'The table server has ended, and with it the data, which was in memory. Start again; with a data directory it is kept.';
const TOO_OFTEN = `The table server has ended ${MOST_RESTARTS + 1} times within a minute and is not started again. The data is kept.`;

/**
 * Starts the native server and, while it has a file, starts it again on file and port whenever it
 * ends: at most five times a minute.
 */
export const superviseDynamoDb = async ({ file, warn, fail, ...options }: SupervisorOptions): Promise<DynamoDbServer> => {
  const { start = startDynamoDb, clock = () => performance.now() } = options;
  let server = await start({ file });
  const { url } = server;
  let [restarts, stopping]: [readonly number[], boolean] = [[], false];

  const restart = async (): Promise<string | undefined> => {
    if (file === undefined) return DATA_LOST;
    restarts = restarts.filter((at) => clock() - at < WITHIN_MS);
    if (restarts.length >= MOST_RESTARTS) return TOO_OFTEN;
    restarts = [...restarts, clock()];
    warn('The table server has ended and is started again on its file; requests meanwhile are answered 503.');
    const failure = (error: unknown) => `The table server has ended and does not start again: ${String(error)}`;
    return start({ file, port: Number(new URL(url).port) }).then((next) => {
      server = next;
      return undefined;
    }, failure);
  };

  const supervise = async (): Promise<void> => {
    for (;;) {
      await server.ended;
      const failure = stopping ? undefined : await restart();
      if (stopping) return server.stop();
      if (failure !== undefined) return fail(failure);
    }
  };
  const ended = supervise();

  return {
    url,
    ended,
    async stop() {
      stopping = true;
      await server.stop();
      await ended;
    },
  };
};
