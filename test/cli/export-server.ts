import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RESELLER } from './batch-server.ts';

/** An answer of the server. */
export interface ServerAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a test does to the server; requests are counted from one. */
export interface ListBehaviour {
  /** Returns the answer that a request gets instead of its page. */
  fault?(request: number, token: string): ServerAnswer | undefined;
  /** Told of each request, which waits for it. */
  at?(request: number): Promise<unknown> | unknown;
  /** The `Link` to the next page. */
  link?(cursor: number): string;
}

/** A stand-in for the list of organizations, whose cursor is the number of rows before it. */
export interface ListServer {
  readonly url: string;
  readonly tokens: readonly string[];
  readonly paths: readonly string[];
  stop(): Promise<void>;
}

/** The path of the list. */
export const LIST = `/v3/resellers/${RESELLER}/organizations`;

/** Starts a server on a free loopback port, with as many organizations as `rowAt` makes. */
export const listServer = async (count: number, rowAt: (at: number) => object, behaviour: ListBehaviour = {}): Promise<ListServer> => {
  const [tokens, paths]: [string[], string[]] = [[], []];

  const answerOf = ({ url = '', headers }: IncomingMessage, request: number): ServerAnswer => {
    const { pathname, searchParams } = new URL(url, 'http://server');
    const fault = behaviour.fault?.(request, (headers.authorization ?? '').replace('Bearer ', ''));
    if (fault) return fault;
    if (pathname !== LIST) return { status: 404, body: { code: 'reseller-not-found', detail: 'There is no such reseller.' } };
    const [from, limit] = [Number(searchParams.get('cursor') ?? 0), Number(searchParams.get('limit'))];
    const size = Math.min(limit, count - from);
    const link = behaviour.link ?? ((cursor) => `<${LIST}?limit=${limit}&cursor=${cursor}>; rel="next"`);
    return {
      status: 200,
      body: Array.from({ length: size }, (_, at) => rowAt(from + at)),
      headers: from + size < count ? { link: link(from + size) } : {},
    };
  };

  const server = createServer(async (request, response) => {
    tokens.push((request.headers.authorization ?? '').replace('Bearer ', ''));
    const number = paths.push(request.url ?? '');
    await behaviour.at?.(number);
    const { status, body, headers = {} } = answerOf(request, number);
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tokens,
    paths,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
