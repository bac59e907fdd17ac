import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { PlannedEndpoint } from './webhook-plan.ts';

/** A webhook that an endpoint accepted: a version of an organization, and when it first came. */
export interface Taken {
  readonly organization: string;
  readonly version: number;
  /** By `performance.now()`. */
  readonly at: number;
}

/** The requests that one endpoint received. */
export interface Inbox {
  /** By `Webhook-Id`. */
  readonly taken: Map<string, Taken>;
  /** The number of webhooks that it accepted twice. */
  duplicates: number;
  /** The number of refusals. */
  refusals: number;
}

// One listener's queue of connections is short.
const PORTS = 8;

/** Called with each webhook that an endpoint accepts, when it comes for the first time. */
type OnTaken = (taken: Taken, endpoint: PlannedEndpoint) => void;

/**
 * Receives for all endpoints, each at a path of its own, on a few loopback ports; a wrong token is
 * answered 401.
 */
export const webhookReceivers = async (endpoints: readonly PlannedEndpoint[], onTaken: OnTaken = () => undefined) => {
  const inboxes: Inbox[] = endpoints.map(() => ({ taken: new Map(), duplicates: 0, refusals: 0 }));
  const servers = await Promise.all(Array.from({ length: PORTS }, () => listening(endpoints, inboxes, onTaken)));

  return {
    inboxes,
    urlOf: ({ index }: PlannedEndpoint): string => `http://127.0.0.1:${portOf(servers[index % PORTS])}/${index}`,
    /** Counts the different webhooks that were accepted. */
    taken: (): number => inboxes.reduce((sum, { taken }) => sum + taken.size, 0),
    stop(): void {
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
};

type Server = ReturnType<typeof createServer>;

const portOf = (server: Server | undefined): number => (server?.address() as AddressInfo | undefined)?.port ?? 0;

const listening = async (endpoints: readonly PlannedEndpoint[], inboxes: readonly Inbox[], onTaken: OnTaken): Promise<Server> => {
  const attempts = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const index = Number(request.url?.slice(1));
    const [endpoint, inbox] = [endpoints[index], inboxes[index]];
    if (endpoint && inbox) await receive(endpoint, inbox, attempts, onTaken, request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, resolve));
  return server;
};

const receive = async (
  endpoint: PlannedEndpoint,
  inbox: Inbox,
  attempts: Map<string, number>,
  onTaken: OnTaken,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const at = performance.now();
  const { index, token, refuses } = endpoint;
  const { data } = (await json(request)) as { readonly data: { readonly id: string; readonly version: number } };
  if (request.headers['webhook-token'] !== token) return void response.writeHead(401).end();
  const id = String(request.headers['webhook-id']);
  const attempt = (attempts.get(`${index} ${id}`) ?? 0) + 1;
  if (refuses >= attempt) {
    attempts.set(`${index} ${id}`, attempt);
    inbox.refusals += 1;
    return void response.writeHead(503).end();
  }
  if (inbox.taken.has(id)) inbox.duplicates += 1;
  else {
    const taken = { organization: data.id, version: data.version, at };
    inbox.taken.set(id, taken);
    onTaken(taken, endpoint);
  }
  response.writeHead(204).end();
};
