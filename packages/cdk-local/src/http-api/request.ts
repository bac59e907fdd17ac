import type { IncomingMessage } from 'node:http';

/** HTTP API's limit for a request body, in bytes. */
const maxBodyBytes = 10 * 1024 * 1024;

/** HTTP API's limit for the request line and all headers together, in bytes. */
const maxHeadBytes = 10_240;

/** A request as the gateway reads it, before routing. */
export interface GatewayRequest {
  readonly method: string;
  /** As sent, percent-encoded. */
  readonly path: string;
  readonly rawQueryString: string;
  /** Lower-case names; duplicates joined by commas. */
  readonly headers: Readonly<Partial<Record<string, string>>>;
  readonly cookies: readonly string[];
  readonly sourceIp: string;
  readonly protocol: string;
}

/** Splits an incoming message the way API Gateway does; connection-level headers stay behind. */
export const gatewayRequest = (incoming: IncomingMessage): GatewayRequest => {
  const [path = '/', ...query] = (incoming.url ?? '/').split('?');
  const { cookie, ...headers } = joinHeaders(incoming.rawHeaders);
  for (const name of ['connection', 'keep-alive', 'transfer-encoding', 'expect', 'upgrade']) delete headers[name];
  return {
    method: incoming.method ?? 'GET',
    path,
    rawQueryString: query.join('?'),
    headers,
    cookies: cookie?.split(/[;,] ?/).filter(Boolean) ?? [],
    sourceIp: incoming.socket.remoteAddress ?? '127.0.0.1',
    protocol: `HTTP/${incoming.httpVersion}`,
  };
};

/** Returns whether request line and headers exceed the limit of an HTTP API. */
export const headTooLarge = ({ method = '', url = '', rawHeaders }: IncomingMessage): boolean => {
  const line = method.length + url.length + ' HTTP/1.1 \r\n'.length;
  const headers = rawHeaders.reduce((sum, part) => sum + Buffer.byteLength(part, 'latin1') + 2, 0);
  return line + headers > maxHeadBytes;
};

/**
 * Reads the whole body, or gives undefined as soon as it is larger than that, which is what an HTTP
 * API accepts unless given.
 */
export const readBody = async (incoming: IncomingMessage, mostBytes = maxBodyBytes): Promise<Buffer | undefined> => {
  if (Number(incoming.headers['content-length'] ?? 0) > mostBytes) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const joinHeaders = (raw: readonly string[]): Partial<Record<string, string>> => {
  const headers: Partial<Record<string, string>> = {};
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = String(raw[index]).toLowerCase();
    const value = String(raw[index + 1]);
    headers[name] = name in headers ? `${headers[name]},${value}` : value;
  }
  return headers;
};
