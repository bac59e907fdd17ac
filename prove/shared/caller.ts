/** An answer of the API, and the milliseconds that it took. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly ms: number;
}

export type Call = (method: string, path: string, body?: object) => Promise<Answer>;

/** Makes a caller of the API with a token; it rejects when there is no answer. */
export const openCaller =
  (url: string, token: string): Call =>
  async (method, path, body) => {
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': type }) };
    const began = performance.now();
    const response = await fetch(`${url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text), ms: performance.now() - began };
  };
