import { randomUUID } from 'node:crypto';
import { createAdaptorServer } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { AwsError, unknownOperation } from './aws-error.ts';

/** Serves one AWS service: an action such as `PutEvents` and its decoded JSON input; throws `AwsError` to refuse. */
export type ActionHandler = (action: string, input: unknown) => Promise<unknown>;

type AwsEndpointOptions = {
  /** Handlers by the prefix of `X-Amz-Target`, e.g. `AWSEvents`. */
  readonly handlers: Readonly<Record<string, ActionHandler>>;
  /** Plain GET routes answered as JSON, by path. */
  readonly routes?: Readonly<Record<string, () => unknown>>;
  /** POST routes of services that speak REST-JSON, by path: decoded body in, answer out; throws `AwsError` to refuse. */
  readonly operations?: Readonly<Record<string, (input: unknown) => unknown>>;
  /** Told of every error that is not an `AwsError`; the client sees an opaque `InternalFailure`. */
  readonly onDefect?: (error: unknown) => void;
  readonly port?: number;
};

/** A running endpoint; `stop` closes the socket and every open connection. */
export type AwsEndpoint = { readonly url: string; stop(): Promise<void> };

// AWS JSON carries timestamps as seconds since the epoch; JSON.stringify would have called Date.toJSON already.
function wireValue(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const original = this[key];
  return original instanceof Date ? original.getTime() / 1000 : value;
}

const decode = (text: string): unknown => {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    throw new AwsError('SerializationException', 'The request body is not valid JSON.');
  }
};

const dispatch = (handlers: AwsEndpointOptions['handlers'], target: string, body: string): Promise<unknown> => {
  const dot = target.lastIndexOf('.');
  const service = target.slice(0, Math.max(dot, 0));
  const handler = Object.hasOwn(handlers, service) ? handlers[service] : undefined;
  if (handler === undefined) throw unknownOperation(target || '(no X-Amz-Target)');
  return handler(target.slice(dot + 1), decode(body));
};

const asAwsError = (error: unknown, onDefect: AwsEndpointOptions['onDefect']): AwsError => {
  if (error instanceof AwsError) return error;
  onDefect?.(error);
  return new AwsError('InternalFailure', 'The request failed in the embedded runtime.', { status: 500 });
};

const answer = (status: number, body: string, headers: Record<string, string>): Response =>
  new Response(body, { status, headers: { 'x-amzn-requestid': randomUUID(), ...headers } });

const refusal = (error: AwsError, contentType: string): Response =>
  answer(error.status, JSON.stringify({ __type: error.name, message: error.message }), {
    'content-type': contentType,
    'x-amzn-errortype': error.name,
    'x-amzn-query-error': `${error.queryCode};${error.status < 500 ? 'Sender' : 'Receiver'}`,
  });

type Serve = (c: Context) => Promise<unknown>;

const answering = (serve: Serve, options: AwsEndpointOptions) => async (c: Context) => {
  const contentType = c.req.header('content-type') ?? 'application/x-amz-json-1.1';
  try {
    const output = await serve(c);
    return answer(200, JSON.stringify(output ?? {}, wireValue), { 'content-type': contentType });
  } catch (error) {
    return refusal(asAwsError(error, options.onDefect), contentType);
  }
};

const application = (options: AwsEndpointOptions): Hono => {
  const app = new Hono();
  for (const [path, read] of Object.entries(options.routes ?? {})) app.get(path, async (c) => c.json((await read()) as object));
  for (const [path, operate] of Object.entries(options.operations ?? {})) {
    app.post(
      path,
      answering(async (c) => operate(decode(await c.req.text())), options),
    );
  }
  const awsJson: Serve = async (c) => dispatch(options.handlers, c.req.header('x-amz-target') ?? '', await c.req.text());
  app.post('*', answering(awsJson, options));
  return app;
};

/** Starts a loopback server that speaks AWS JSON 1.0 and 1.1, and REST-JSON where it has the path, to the real SDK clients, on a free port unless one is given. */
export const awsEndpoint = async (options: AwsEndpointOptions): Promise<AwsEndpoint> => {
  const server = createAdaptorServer({ fetch: application(options).fetch });
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(options.port ?? 0, '127.0.0.1', resolve);
  await listening;
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The AWS endpoint has no TCP address.');

  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
};
