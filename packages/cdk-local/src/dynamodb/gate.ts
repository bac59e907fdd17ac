import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { AwsError } from '../base/aws-error.ts';

interface GateOptions {
  /** The server that is guarded. */
  readonly url: string;
  /** Throws `AwsError` to refuse a call. */
  readonly authorize: (authorization: string | undefined, operation: string, input: unknown) => void;
  /** Another server that a call is to go to, if it is. */
  readonly route?: (operation: string, input: unknown) => string | undefined;
  readonly onDefect: (error: unknown) => void;
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

const refuse = (response: ServerResponse, { name, message, status, members }: AwsError): void => {
  const body = JSON.stringify({ __type: `com.amazon.coral.service#${name}`, message, ...members });
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': name }).end(body);
};

/**
 * Starts a loopback proxy that forwards authorised calls byte for byte over kept-alive connections,
 * and returns the answers.
 */
export const openGate = async ({ url, authorize, route = () => undefined, onDefect }: GateOptions): Promise<Gate> => {
  const agent = new Agent({ keepAlive: true });

  const forward = (server: string, incoming: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> => {
    const { hostname, port } = new URL(server);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const { method, url: path, headers } = incoming;
    const outgoing = request({ agent, hostname, port, method, path, headers });
    outgoing.on('error', reject).on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      pipeline(answer, response).then(resolve, reject);
    });
    // A client that stops waiting must not leave a call behind.
    response.on('close', () => outgoing.destroy());
    outgoing.end(body);
    return promise;
  };

  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bytesOf(incoming);
    const target = String(incoming.headers['x-amz-target'] ?? '');
    let server = url;
    try {
      const [operation, input] = [target.slice(target.lastIndexOf('.') + 1), inputOf(body)];
      authorize(incoming.headers.authorization, operation, input);
      server = route(operation, input) ?? url;
    } catch (error) {
      if (!(error instanceof AwsError)) onDefect(error);
      return refuse(response, error instanceof AwsError ? error : new AwsError('InternalServerError', 'Refused locally.', { status: 500 }));
    }
    await forward(server, incoming, body, response);
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
