/** The result of a call, or its error, in a form that can be compared. */
export type Outcome = Readonly<Record<string, unknown>>;

type Metadata = Readonly<Record<string, unknown>>;

interface Thrown extends Error {
  readonly code?: string;
  readonly $fault?: string;
  readonly $metadata?: Metadata;
  readonly $response?: { readonly statusCode: number };
  readonly $retryable?: unknown;
}

// These two agree to a millisecond; the attempts say whether they were waited for.
const withoutDelays = ({ totalRetryDelay, ...metadata }: Metadata = {}): Metadata => metadata;

type Classes = Readonly<Record<string, abstract new (...args: never) => Error>>;

/** Runs a call, and describes how it ended. */
export const outcomeOf = async (call: () => Promise<unknown>, classes: Classes = {}): Promise<Outcome> => {
  try {
    return { result: await call() };
  } catch (thrown) {
    return describeError(thrown as Thrown, classes);
  }
};

/** Describes everything of an error that code or a log may read, except its stack. */
const describeError = (error: Thrown, classes: Classes): Outcome => {
  const { name, message, code, $fault, $metadata, $response, $retryable: _, ...members } = error;
  // The texts for faults of connections, and for values that cannot be sent, are the engine's own.
  const isOfService = $fault !== undefined;
  return {
    name,
    code,
    $fault,
    ...((isOfService || name === 'UnreadableAnswer') && { message, members }),
    ...(isOfService && { classes: Object.entries(classes).map(([kind, Class]) => [kind, error instanceof Class]) }),
    metadata: withoutDelays($metadata),
    totalRetryDelay: $metadata?.totalRetryDelay,
    status: $response?.statusCode,
    isResponseHidden: !Object.keys(error).includes('$response'),
  };
};
