import { DeadlineExceeded, deadlineSignal, requireTime, untilDeadline } from './deadline.ts';
import { type Metadata, requireAnswer, unreadable } from './outage.ts';

interface Handling {
  handle(request: never, options?: object): Promise<unknown>;
}

/** What of a client of the SDK the deadline is put into; its middlewares are typed by the service. */
interface Client {
  readonly config: { readonly requestHandler: Handling };
  readonly middlewareStack: { add(middleware: never, options: never): void };
}

interface Answer {
  readonly output: { readonly $metadata: Metadata };
}

type Next = (args: object) => Promise<Answer>;
type Middleware = (next: Next) => Next;

interface Place {
  readonly step: 'initialize' | 'finalizeRequest';
  readonly name: string;
  readonly priority: 'high' | 'low';
}

interface Calls {
  /** How often the SDK sends a call, the first time included. */
  readonly maxAttempts: number;
  /** After how many milliseconds it takes a call for failed. */
  readonly requestTimeout: number;
}

/** What a client of the SDK is made with: without `throwOnRequestTimeout` it would only log that the time is over. */
const optionsOf = ({ maxAttempts, requestTimeout }: Calls) => ({
  maxAttempts,
  requestHandler: { connectionTimeout: 1000, requestTimeout, throwOnRequestTimeout: true },
});

type Options = ReturnType<typeof optionsOf>;

/**
 * Makes a client of the SDK whose calls end with the deadline of their invocation. Nothing is sent too late for an answer, and
 * what is under way is abandoned. Its calls throw `DeadlineExceeded`, and `UnreadableAnswer` of what is not the service's.
 */
export const awsClient = <C extends Client, More extends object = object>(
  Service: new (options: Options & More) => C,
  calls: Calls,
  more: More = {} as More,
): C => {
  const client = new Service({ ...optionsOf(calls), ...more });
  honour(client.config.requestHandler);
  const add = (middleware: Middleware, options: Place) => client.middlewareStack.add(middleware as never, options as never);
  add(ended, { step: 'initialize', name: 'deadline', priority: 'high' });
  add(read, { step: 'finalizeRequest', name: 'answer', priority: 'low' });
  return client;
};

// The pauses of the SDK between two attempts end as well, and all else it waits for.
const ended: Middleware = (next) => (args) => untilDeadline(next(args));

// Within the attempts of the SDK, which tries a failed one again.
const read: Middleware = (next) => async (args) => {
  const answer = await next(args).catch((error: unknown) => {
    throw unreadable(error) ?? error;
  });
  requireAnswer(answer.output.$metadata);
  return answer;
};

/** Each attempt of a call is a request of its own. */
const honour = (handler: Handling): void => {
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
