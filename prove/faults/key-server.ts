import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

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
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${PATH}`,
    answer: (next) => {
      does = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
