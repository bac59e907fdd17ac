// The gateway itself gives up after 30 seconds.
const TIMEOUT_MS = 60_000;

/** A request that carries a token. */
interface ApiRequest {
  readonly method?: string;
  readonly body?: string;
  readonly token: string;
  /** Ends the request when it is aborted. */
  readonly signal?: AbortSignal;
}

/** An answer of whatever listens there, or why there is none, with the status 0. */
export type ApiAnswer =
  | { readonly status: number; readonly text: string; readonly headers: Headers }
  | { readonly status: 0; readonly unreachable: string };

/** Sends a request to the API; never rejects. */
export const requestApi = async (address: string, { method = 'GET', body, token, signal }: ApiRequest): Promise<ApiAnswer> => {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(address, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body }),
      // A redirect would carry rows and token to where nobody meant them to go.
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    return { status: response.status, text: await response.text(), headers: response.headers };
  } catch (error) {
    return { status: 0, unreachable: reasonOf(error) };
  }
};

/** Checks whether the service may do a request at another time. */
export const isTransient = (status: number): boolean => [429, 500, 502, 503, 504].includes(status);

// `fetch` itself only says that it failed.
const reasonOf = (error: unknown): string => {
  const { cause = error } = error as { readonly cause?: unknown };
  const { code, message } = cause as { readonly code?: unknown; readonly message?: string };
  return message || String(code);
};
