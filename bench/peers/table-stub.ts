import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';

/** A transaction as it came. */
export interface Commit {
  readonly items: number;
  readonly bytes: number;
}

/**
 * Answers on loopback as DynamoDB does: every transaction succeeds and stores nothing. A read is
 * asked of `table` once, and is answered alike from then on. `/jwks` has the keys; `answers` are
 * those of other services, by the target of the call.
 */
export const startTableStub = async (jwks: object, table: string, answers: Readonly<Record<string, object>> = {}) => {
  const known = new Map<string, Promise<string>>();
  let last: Commit = { items: 0, bytes: 0 };
  const read = async (target: string, body: string): Promise<string> => {
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': target,
      'x-amz-date': '20260101T000000Z',
      authorization: AUTHORIZATION,
    };
    const answer = await fetch(table, { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(`${target} was answered ${answer.status}`);
    return answer.text();
  };
  const answerTo = (target: string, body: string): Promise<string> | string => {
    if (target.endsWith('.TransactWriteItems')) {
      last = { items: (JSON.parse(body) as { TransactItems: unknown[] }).TransactItems.length, bytes: Buffer.byteLength(body) };
      return '{}';
    }
    const fixed = answers[target];
    if (fixed) return JSON.stringify(fixed);
    const key = `${target} ${body}`;
    const answer = known.get(key) ?? read(target, body);
    known.set(key, answer);
    return answer;
  };
  const server = createServer(async (request, response) => {
    if (request.url === '/jwks') return void response.setHeader('content-type', 'application/json').end(JSON.stringify(jwks));
    const answer = Buffer.from(await answerTo(String(request.headers['x-amz-target']), await text(request)));
    response.writeHead(200, {
      'content-type': 'application/x-amz-json-1.0',
      'content-length': answer.length,
      'x-amzn-requestid': '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEF',
      'x-amz-crc32': crc32(answer),
    });
    response.end(answer);
  });
  // A function that waits for its turn keeps its connection.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    jwksUri: `${url}/jwks`,
    /** Returns the last transaction. */
    last: () => last,
    stop(): void {
      server.close();
      server.closeAllConnections();
    },
  };
};

// The engine wants a signature and does not verify it.
const AUTHORIZATION = 'AWS4-HMAC-SHA256 Credential=bench/20260101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0';
