import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Api, startApi } from '../integration/api.ts';

/** The handlers behind a loopback port, for programs of other processes. */
export interface HttpApi {
  readonly url: string;
  readonly api: Api;
  /** The bodies of the webhooks that all changes so far lead to. */
  webhooks(): Promise<readonly unknown[]>;
  stop(): Promise<void>;
}

/** Starts the handlers over a table of their own, and a server on a free port. */
export const startHttpApi = async (environment: Parameters<typeof startApi>[0] = {}): Promise<HttpApi> => {
  const api = await startApi(environment);
  const server = createServer((request, response) => {
    void answer(api, request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    api,
    webhooks: async () => (await api.items()).filter(({ type }) => type === 'event').map(({ payload }) => payload),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await api.stop();
    },
  };
};

const answer = async (api: Api, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const { pathname, search } = new URL(request.url ?? '', 'http://127.0.0.1');
  const body = await text(request);
  const { authorization = null, ...headers } = request.headers as Readonly<Record<string, string>>;
  const {
    status,
    headers: answered,
    text: sent,
  } = await api.send({
    ...{ method: request.method ?? 'GET', path: pathname, query: search.slice(1), headers, as: authorization },
    ...(body !== '' && { body }),
  });
  response.writeHead(status, answered as Readonly<Record<string, string>>).end(sent);
};
