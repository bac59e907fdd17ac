/** An answer of the API; header names are lower-case. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Milliseconds until all of it was there. */
  readonly ms: number;
}

/** The API as anybody reaches it. */
export interface Api {
  readonly url: string;
  /** Sends a request; redirections are not followed. */
  send(method: string, path: string, options?: { readonly token?: string; readonly body?: object }): Promise<Answer>;
}

const TIMEOUT_MS = 10_000;

/** Opens the API at an address. */
export const openApi = (url: string): Api => ({
  url,
  async send(method, path, { token, body } = {}) {
    const begun = performance.now();
    const response = await fetch(url + path, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, ms: Math.round(performance.now() - begun) };
  },
});

/** Parses a text as a JSON object; returns an empty object for anything else. */
export const parseObject = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
};
