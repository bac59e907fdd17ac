interface SentRequest {
  readonly method: string;
  readonly url: string;
  /** A body is `application/json` unless they say otherwise. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Gives up. */
  readonly signal?: AbortSignal;
}

/** An answer, and the milliseconds until its last byte. */
export interface ReceivedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The text as JSON; undefined when it is empty or no JSON. */
  readonly body: unknown;
  readonly ms: number;
}

/** Sends a request once. @throws {Error} when there is no answer */
export const send = async ({ method, url, headers, body, signal }: SentRequest): Promise<ReceivedAnswer> => {
  const began = performance.now();
  const response = await fetch(url, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  });
  const text = await response.text();
  const ms = performance.now() - began;
  return { status: response.status, headers: Object.fromEntries(response.headers), text, body: parsed(text), ms };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
