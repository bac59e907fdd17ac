import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signatureOf } from './signature.ts';

/** The end of one attempt; an answer may be cut, and its clock may be wrong. */
export type Reaction =
  | { readonly kind: 'answer'; readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body: string }
  | { readonly kind: 'cut'; readonly status: number; readonly body: string; readonly length?: number }
  | { readonly kind: 'reset-at-once' | 'reset-after-reading' | 'end-after-reading' | 'silence' };

/** A request as the service got it. */
export interface Received {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly signedHeaders: string;
  readonly accessKeyId: string;
  /** The port of the client, by which connections differ. */
  readonly port: number | undefined;
  readonly body: string;
}

export const ACCESS_KEY = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a secret', sessionToken: 'a session' };

/** Starts a service that reacts to attempts as it is told, and records them. */
export const startService = async (signing: { readonly region: string; readonly service: string }) => {
  let script: readonly Reaction[] = [];
  const received: Received[] = [];
  const faults: string[] = [];

  const react = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const reaction = script[received.length] ?? { kind: 'answer', status: 418, body: '' };
    if (reaction.kind === 'reset-at-once') {
      received.push({ ...describe(request, ''), body: 'not read' });
      request.socket.resetAndDestroy();
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    received.push(describe(request, body));
    const { authorization = '' } = request.headers;
    const expected = signatureOf(request, body, { ...ACCESS_KEY, ...signing });
    if (!authorization.endsWith(`Signature=${expected}`)) faults.push(`a signature is wrong: ${authorization}`);
    answer(request, response, reaction);
  };

  const server = createServer((request, response) => void react(request, response).catch((error: unknown) => faults.push(String(error))));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Faults of what was received, such as wrong signatures. */
    faults,
    /** Runs calls against a script, and returns what was received of them. */
    record: async <T>(
      reactions: readonly Reaction[],
      run: () => Promise<T>,
    ): Promise<{ readonly outcome: T; readonly received: Received[] }> => {
      script = reactions;
      received.length = 0;
      return { outcome: await run(), received: [...received] };
    },
    closeConnections: () => server.closeAllConnections(),
    stop: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const describe = ({ method, url, headers, socket }: IncomingMessage, body: string): Received => {
  const { authorization = '', ...rest } = headers;
  return {
    method,
    path: url,
    headers: rest as Received['headers'],
    signedHeaders: /SignedHeaders=([^,]*)/.exec(authorization)?.[1] ?? '',
    accessKeyId: /Credential=([^/]*)/.exec(authorization)?.[1] ?? '',
    port: socket.remotePort,
    body,
  };
};

const answer = (
  request: IncomingMessage,
  response: ServerResponse,
  reaction: Exclude<Reaction, { readonly kind: 'reset-at-once' }>,
): void => {
  switch (reaction.kind) {
    case 'answer':
      response.writeHead(reaction.status, { 'content-length': Buffer.byteLength(reaction.body), ...reaction.headers }).end(reaction.body);
      return;
    case 'cut':
      if (reaction.length !== undefined) response.setHeader('content-length', reaction.length);
      response.writeHead(reaction.status, { 'x-amzn-requestid': 'cut' });
      // The headers and a part of the body arrive before the connection ends.
      response.write(reaction.body, () => setImmediate(() => request.socket.destroy()));
      return;
    case 'reset-after-reading':
      request.socket.resetAndDestroy();
      return;
    case 'end-after-reading':
      request.socket.end();
      return;
    case 'silence':
  }
};
