import { DeadlineExceeded, deadlineSignal, requireTime, untilDeadline } from './deadline.ts';
import { type Metadata, requireAnswer, unreadableAnswerOf } from './outage.ts';

interface RequestHandler {
  handle(request: never, options?: object): Promise<unknown>;
}

/**
 * The part of an SDK client that the deadline is added to; its middlewares are typed by the
 * service.
 */
interface Client {
  readonly config: { readonly requestHandler: RequestHandler };
  readonly middlewareStack: { add(middleware: never, options: never): void };
}

interface Answer {
  readonly output: { readonly $metadata: Metadata };
}

type Next = (args: object) => Promise<Answer>;
type Middleware = (next: Next) => Next;

interface MiddlewareOptions {
  readonly step: 'initialize' | 'finalizeRequest';
  readonly name: string;
  readonly priority: 'high' | 'low';
}

interface CallOptions {
  /** The number of times that the SDK sends a call, the first included. */
  readonly maxAttempts: number;
  /** The milliseconds after which a call has failed. */
  readonly requestTimeout: number;
}

const OWN_CONNECTION = { httpAgent: { keepAlive: false }, httpsAgent: { keepAlive: false } };

/**
 * Returns the options of an SDK client: without `throwOnRequestTimeout` it would only log that the
 * time is over. The service may have closed a connection that was kept, and only a second attempt
 * would open another: calls of one attempt have connections of their own.
 */
const optionsOf = ({ maxAttempts, requestTimeout }: CallOptions) => ({
  maxAttempts,
  requestHandler: { connectionTimeout: 1000, requestTimeout, throwOnRequestTimeout: true, ...(maxAttempts === 1 && OWN_CONNECTION) },
});

type Options = ReturnType<typeof optionsOf>;

/**
 * Creates an SDK client whose calls end with the deadline of their invocation. Nothing is sent too
 * late for an answer, and running calls are abandoned. Its calls throw `DeadlineExceeded`, and
 * `UnreadableAnswer` when the answer is not the service's.
 */
export const awsClient = <C extends Client, More extends object = object>(
  Service: new (options: Options & More) => C,
  calls: CallOptions,
  more: More = {} as More,
): C => {
  const client = new Service({ ...optionsOf(calls), ...more });
  addDeadline(client.config.requestHandler);
  const add = (middleware: Middleware, options: MiddlewareOptions) => client.middlewareStack.add(middleware as never, options as never);
  add(endInTime, { step: 'initialize', name: 'deadline', priority: 'high' });
  add(requireReadable, { step: 'finalizeRequest', name: 'answer', priority: 'low' });
  return client;
};

// Also ends the pauses of the SDK between two attempts, and everything else it waits for.
const endInTime: Middleware = (next) => (args) => untilDeadline(next(args));

// Runs in each attempt of the SDK, which retries a failed one.
const requireReadable: Middleware = (next) => async (args) => {
  const answer = await next(args).catch((error: unknown) => {
    throw unreadableAnswerOf(error) ?? error;
  });
  requireAnswer(answer.output.$metadata);
  return answer;
};

/** Each attempt of a call is a separate request. */
const addDeadline = (handler: RequestHandler): void => {
  const handle = handler.handle.bind(handler);
  handler.handle = async (request, options) => {
    requireTime();
    const abortSignal = deadlineSignal();
    try {
      return await handle(request, abortSignal ? { ...options, abortSignal } : options);
    } catch (error) {
      throw abortSignal?.aborted ? new DeadlineExceeded() : error;
    }
  };
};
