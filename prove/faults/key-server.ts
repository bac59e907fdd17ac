import { createServer } from 'node:http';
import { listenOnLoopback } from '../../emulator/loopback.ts';

/** Serves the key set of tokens, or does not. */
export interface KeyServer {
  readonly url: string;
  /** Whether it answers; else it takes requests and is silent, or answers 503, by turns. */
  answer(does: boolean): void;
  stop(): Promise<void>;
}

const PATH = '/.well-known/jwks.json';

/** Starts a server that hands on what the runtime's own address says, which may change. */
export const openKeyServer = async (awsUrl: () => string | undefined): Promise<KeyServer> => {
  let [does, asked] = [true, 0];
  const server = createServer(async (_, response) => {
    asked += 1;
    if (!does) return asked % 2 === 0 ? response.writeHead(503).end() : undefined;
    try {
      const answer = await fetch(`${awsUrl() ?? ''}${PATH}`);
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
    } catch {
      response.destroy();
    }
  });
  const { port, stop } = await listenOnLoopback(server);
  return {
    url: `http://127.0.0.1:${port}${PATH}`,
    answer: (next) => {
      does = next;
    },
    stop,
  };
};
