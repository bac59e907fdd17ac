import { randomUUID } from 'node:crypto';
import { createAdaptorServer } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { AwsError, unknownOperation } from './aws-error.ts';

/**
 * Serves one AWS service: an action such as `PutEvents` and its decoded JSON input; throws
 * `AwsError` to refuse.
 */
export type ActionHandler = (action: string, input: unknown) => Promise<unknown>;

/** A call of an AWS service. */
export type AwsCall = {
  /** The `Authorization` header. */
  readonly authorization: string | undefined;
  readonly service: string;
  readonly action: string;
  readonly input: unknown;
};

/** A request of REST-JSON, whose input is in its path, its headers and its body. */
type RestRequest = {
  readonly param: (name: string) => string;
  readonly header: (name: string) => string | undefined;
  readonly body: unknown;
};

type Operation = Pick<AwsCall, 'service' | 'action'> & {
  /** Returns the input; the decoded body unless given. */
  readonly read?: (request: RestRequest) => unknown;
  readonly run: (input: unknown) => unknown;
};

/**
 * Plain routes by path, or by `POST` and path: answered as JSON, or by the response that they
 * return.
 */
export type Routes = Readonly<Record<`/${string}` | `POST /${string}`, (request: Request) => unknown>>;

type AwsEndpointOptions = {
  /** Handlers by the prefix of `X-Amz-Target`, e.g. `AWSEvents`. */
  readonly handlers: Readonly<Record<string, ActionHandler>>;
  readonly routes?: Routes;
  /**
   * POST routes of services that speak REST-JSON, by path: input in, answer out; throws `AwsError`
   * to refuse.
   */
  readonly operations?: Readonly<Record<string, Operation>>;
  /** Throws `AwsError` to refuse a call before it has an effect. */
  readonly authorize?: (call: AwsCall) => void;
  /**
   * Called with every error that is not an `AwsError`; the client sees an opaque `InternalFailure`.
   */
  readonly onDefect?: (error: unknown) => void;
  readonly port?: number;
};

/** A running endpoint; `stop` closes the socket and every open connection. */
export type AwsEndpoint = { readonly url: string; stop(): Promise<void> };

// AWS JSON carries timestamps as seconds since the epoch; JSON.stringify would have called
// Date.toJSON already.
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

const dispatch = async (c: Context, { handlers, authorize }: AwsEndpointOptions): Promise<unknown> => {
  const target = c.req.header('x-amz-target') ?? '';
  const dot = target.lastIndexOf('.');
  const [service, action] = [target.slice(0, Math.max(dot, 0)), target.slice(dot + 1)];
  const handler = Object.hasOwn(handlers, service) ? handlers[service] : undefined;
  if (handler === undefined) throw unknownOperation(target || '(no X-Amz-Target)');
  const input = decode(await c.req.text());
  authorize?.({ authorization: c.req.header('authorization'), service, action, input });
  return handler(action, input);
};

const operate = async (c: Context, { service, action, read, run }: Operation, { authorize }: AwsEndpointOptions): Promise<unknown> => {
  const body = decode(await c.req.text());
  const input = read ? read({ param: (name) => c.req.param(name) ?? '', header: (name) => c.req.header(name), body }) : body;
  authorize?.({ authorization: c.req.header('authorization'), service, action, input });
  return run(input);
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
  for (const [route, read] of Object.entries(options.routes ?? {})) {
    const [path = '', method = 'GET'] = route.split(' ').toReversed();
    app.on(method, path, async (c) => {
      const answered = await read(c.req.raw);
      return answered instanceof Response ? answered : c.json(answered as object);
    });
  }
  for (const [path, operation] of Object.entries(options.operations ?? {}))
    app.post(
      path,
      answering((c) => operate(c, operation, options), options),
    );
  app.post(
    '*',
    answering((c) => dispatch(c, options), options),
  );
  return app;
};

/**
 * Starts a loopback server that speaks AWS JSON 1.0 and 1.1, and REST-JSON where it has the path,
 * to the real SDK clients, on a free port unless one is given.
 */
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
