import { createTenantryClient, type TenantryClientOptions } from '../../client/index.ts';
import { virtualTime } from './virtual-time.ts';

/** A request as the client sent it. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string | undefined;
  /** The virtual milliseconds since the beginning. */
  readonly at: number;
}

/** An answer; `lost` cuts the connection, `never` does not answer before the request is aborted. */
export type Reply = Response | 'lost' | 'never' | ((sent: Sent) => Response | Promise<Response>);

export const problem = (status: number, code: string, headers: Readonly<Record<string, string>> = {}, more: object = {}): Response =>
  Response.json({ type: `urn:tenantry:problem:${code}`, status, code, message: `It is ${code}.`, ...more }, { status, headers });

export const ok = (body: object = { id: 'o1', version: 1 }): Response => Response.json(body);

/** A client in virtual time: it gets the replies in their order, and then the last one. */
export const scripted = (replies: readonly Reply[], options: Partial<TenantryClientOptions> = {}, random?: () => number) => {
  const time = virtualTime(random);
  const sent: Sent[] = [];
  const fetch = async (url: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const { method = 'GET', headers, body, signal } = init;
    const request = { method, url: String(url), headers: new Headers(headers), body: body as string | undefined, at: time.elapsed() };
    const reply = replies[Math.min(sent.length, replies.length - 1)] ?? 'lost';
    sent.push(request);
    if (reply === 'lost') throw new TypeError('fetch failed');
    if (reply === 'never') return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    return typeof reply === 'function' ? reply(request) : reply.clone();
  };
  const client = createTenantryClient({
    ...{ url: 'https://api.example.com', auth: { token: 'a-token' }, fetch, timers: time.timers },
    ...options,
  });
  return { client, sent, time };
};

/** The error of a call that is refused. */
export const failure = async (promise: Promise<unknown>): Promise<Error> => {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error('the call succeeded');
};
