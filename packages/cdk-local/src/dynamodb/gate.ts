import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { AwsError } from '../base/aws-error.ts';

interface GateOptions {
  /** The server that is guarded. */
  readonly url: string;
  /** Throws `AwsError` to refuse a call. */
  readonly authorize: (authorization: string | undefined, operation: string, input: unknown) => void;
  /** Says in which way a call that is allowed goes wrong, if it does. */
  readonly faultOf?: ((operation: string, input: unknown) => DatabaseFault | undefined) | undefined;
  /** Another server that a call is to go to, if it is. */
  readonly route?: (operation: string, input: unknown) => string | undefined;
  readonly onDefect: (error: unknown) => void;
  /** Called with each call that was answered; absent, answers are not read. */
  readonly onCall?: ((call: DatabaseCall) => void) | undefined;
}

/** A call that is refused; or is late, or is done while its answer is lost. */
export type DatabaseFault = AwsError | { readonly delayMs?: number; readonly loseAnswer?: boolean };

/** A call of the database by a function, and its answer. */
export interface DatabaseCall {
  readonly authorization: string | undefined;
  readonly operation: string;
  readonly input: unknown;
  readonly status: number;
  /** The answer of a call that was refused; others are not read. */
  readonly refusal?: unknown;
  readonly ms: number;
}

/** A proxy before a DynamoDB server; `stop` closes every connection. */
export interface Gate {
  readonly url: string;
  stop(): Promise<void>;
}

const bytesOf = async (incoming: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

const inputOf = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsError('SerializationException', 'The request body is not valid JSON.');
  }
};

const refuse = (response: ServerResponse, { name, message, status, members }: AwsError): Buffer => {
  const body = JSON.stringify({ __type: `com.amazon.coral.service#${name}`, message, ...members });
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': name }).end(body);
  return Buffer.from(body);
};

const refusalIn = (chunks: readonly Buffer[]): Pick<DatabaseCall, 'refusal'> =>
  chunks.length === 0 ? {} : { refusal: JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown };

/**
 * Starts a loopback proxy that forwards authorised calls byte for byte over kept-alive connections,
 * and returns the answers.
 */
export const openGate = async (options: GateOptions): Promise<Gate> => {
  const { url, authorize, faultOf, route = () => undefined, onDefect, onCall } = options;
  const agent = new Agent({ keepAlive: true });

  type Answered = (status: number, refusal: readonly Buffer[]) => void;
  type Outcome = { readonly answered: Answered; readonly isLost: boolean };

  const forward = (
    server: string,
    incoming: IncomingMessage,
    body: Buffer,
    response: ServerResponse,
    { answered, isLost }: Outcome,
  ): Promise<void> => {
    const { hostname, port } = new URL(server);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const { method, url: path, headers } = incoming;
    const outgoing = request({ agent, hostname, port, method, path, headers });
    outgoing.on('error', reject).on('response', (answer) => {
      if (isLost) return resolve(void response.destroy());
      const status = answer.statusCode ?? 502;
      response.writeHead(status, answer.headers);
      const refusal: Buffer[] = [];
      if (onCall && status >= 400) answer.on('data', (chunk: Buffer) => refusal.push(chunk));
      pipeline(answer, response).then(() => resolve(answered(status, refusal)), reject);
    });
    // A client that stops waiting must not leave a call behind.
    response.on('close', () => outgoing.destroy());
    outgoing.end(body);
    return promise;
  };

  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bytesOf(incoming);
    const target = String(incoming.headers['x-amz-target'] ?? '');
    const [operation, { authorization }, started] = [target.slice(target.lastIndexOf('.') + 1), incoming.headers, performance.now()];
    let [server, input, isLost]: [string, unknown, boolean] = [url, undefined, false];
    const answered: Answered = (status, refusal) =>
      onCall?.({ authorization, operation, input, status, ms: performance.now() - started, ...refusalIn(refusal) });
    try {
      input = inputOf(body);
      authorize(authorization, operation, input);
      const fault = faultOf?.(operation, input) ?? {};
      if (fault instanceof AwsError) throw fault;
      if (fault.delayMs) await delay(fault.delayMs);
      isLost = fault.loseAnswer === true;
      server = route(operation, input) ?? url;
    } catch (error) {
      if (!(error instanceof AwsError)) onDefect(error);
      const refusal = error instanceof AwsError ? error : new AwsError('InternalServerError', 'Refused locally.', { status: 500 });
      return answered(refusal.status, [refuse(response, refusal)]);
    }
    await forward(server, incoming, body, response, { answered, isLost });
  };

  const server = createServer((incoming, response) => {
    // A server that is gone shows as it would without anything before it: the connection ends.
    serve(incoming, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The gate has no TCP address.');

  return {
    url: `http://127.0.0.1:${address.port}`,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      agent.destroy();
      await closed;
    },
  };
};
