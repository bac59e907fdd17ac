import { type ReceivedAnswer, send } from './send.ts';

/** An answer of the API, and the milliseconds that it took. */
export type Answer = Pick<ReceivedAnswer, 'status' | 'body' | 'ms'>;

export type Call = (method: string, path: string, body?: object) => Promise<Answer>;

/** Makes a caller of the API with a token; it rejects when there is no answer. */
export const openCaller =
  (url: string, token: string): Call =>
  (method, path, body) => {
    const patch = body && method === 'PATCH' && { 'content-type': 'application/merge-patch+json' };
    return send({ method, url: url + path, headers: { authorization: `Bearer ${token}`, ...patch }, body });
  };
