import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { PREFLIGHT_NAME } from '../../cli/import/sending/preflight.ts';
import { type Organization, openRegistry, type RowAnswer } from './registry.ts';

/**
 * What goes wrong with a request: it is cut off before or after it is done, or answered without
 * being done.
 */
export type Fault =
  | 'reset-before'
  | 'reset-after'
  | { readonly status: number; readonly body?: object; readonly headers?: Readonly<Record<string, string>> };

type Refusal = Extract<Fault, object>;

/** How far a request has come. */
export type Moment = 'arrived' | 'done' | 'answered';

/** What a test does to the server; requests are counted from one. */
export interface Behaviour {
  fault?(request: number): Fault | undefined;
  /** The answer that a row gets instead of being done. */
  rowFault?(row: Organization, request: number): RowAnswer | undefined;
  /** Told of each moment of a request, which waits for it. */
  at?(moment: Moment, request: number): Promise<unknown> | unknown;
  accepts?(token: string): boolean;
  /** What goes wrong with preflights, which are not counted. */
  preflight?(): Refusal | undefined;
  /** False lets a name be created again, so that a row that is created twice is seen. */
  readonly uniqueNames?: boolean;
}

/** Fakes the batch route of the API. */
export interface BatchServer {
  readonly url: string;
  /** The names of the organizations, as often as they were created. */
  readonly created: readonly string[];
  /** The rows of each request. */
  readonly requests: readonly (readonly Organization[])[];
  readonly tokens: readonly string[];
  /** The most requests that were there at once. */
  busiest(): number;
  stop(): Promise<void>;
}

/** The reseller that the server has. */
export const RESELLER = '019f2b6c-91d4-7d2a-8f11-0c5a2b7a9e31';

const MAX_BODY_BYTES = 256 * 1024;
const ROUTE = `/v3/resellers/${RESELLER}/organizations:batch`;

/** Starts a server on a free loopback port. */
export const batchServer = async (behaviour: Behaviour = {}): Promise<BatchServer> => {
  const registry = openRegistry(behaviour.uniqueNames ?? true);
  const requests: Organization[][] = [];
  const tokens: string[] = [];
  let [open, busiest] = [0, 0];

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    if (body.includes(PREFLIGHT_NAME)) return answerPreflight(request, response, body);
    const token = (request.headers.authorization ?? '').replace('Bearer ', '');
    const refusal = refusalOf(request, body, behaviour.accepts?.(token) ?? true);
    const rows = refusal ? [] : (JSON.parse(body) as { organizations: Organization[] }).organizations;
    tokens.push(token);
    const number = requests.push(rows);
    await behaviour.at?.('arrived', number);
    const fault = refusal ?? behaviour.fault?.(number);
    if (fault === 'reset-before') return void request.socket.destroy();
    if (typeof fault === 'object') return answer(response, fault);
    const dryRun = request.url?.endsWith('?dryRun=true') ?? false;
    const results = rows.map((row) => behaviour.rowFault?.(row, number) ?? registry.create(row, dryRun));
    await behaviour.at?.('done', number);
    if (fault === 'reset-after') return void request.socket.destroy();
    const done = { status: 207, body: { results } };
    await answer(response, dryRun ? { status: 200, body: { dryRun: true, ...done, events: [], limits: [] } } : done);
    await behaviour.at?.('answered', number);
  };

  const answerPreflight = async (request: IncomingMessage, response: ServerResponse, body: string): Promise<void> => {
    const fault = refusalOf(request, body, true) ?? behaviour.preflight?.();
    const done = { dryRun: true, status: 207, body: { results: [{ status: 201, body: {} }] }, events: [], limits: [] };
    await answer(response, fault ?? { status: 200, body: done });
  };

  const server = createServer((request, response) => {
    open += 1;
    busiest = Math.max(busiest, open);
    void handle(request, response).finally(() => {
      open -= 1;
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    created: registry.created,
    requests,
    tokens,
    busiest: () => busiest,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const refusalOf = ({ url = '', headers }: IncomingMessage, body: string, accepted: boolean): Refusal | undefined => {
  if (!accepted) return problem(401, 'token-expired', 'The token has expired.');
  if (url.split('?')[0] !== ROUTE) return problem(404, 'reseller-not-found', 'There is no such reseller.');
  if (headers['content-type'] !== 'application/json') return problem(415, 'unsupported-media-type', 'The body must be JSON.');
  if (Buffer.byteLength(body) > MAX_BODY_BYTES) return problem(413, 'body-too-large', 'The body is too large.');
  const { organizations } = JSON.parse(body) as { readonly organizations: readonly unknown[] };
  return organizations.length > 0 && organizations.length <= 100
    ? undefined
    : problem(400, 'invalid-request', 'There must be 1 to 100 rows.');
};

/** A refusal of a whole request. */
export const problem = (status: number, code: string, detail: string, headers: Readonly<Record<string, string>> = {}): Refusal => ({
  status,
  headers,
  body: { type: `urn:tenantry:problem:${code}`, title: code, status, detail, instance: 'request-1', code, message: detail },
});

const answer = async (response: ServerResponse, { status, body = {}, headers = {} }: Refusal): Promise<void> => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  if (!response.closed) await once(response, 'close');
};
