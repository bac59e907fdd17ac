import { sendWithToken, type Tokens } from '../../cli/shared/tokens.ts';
import { READ_HEADER } from './read-header.ts';
import { type Action, BadAction } from './server.ts';

/** The API that the console calls, and who gives tokens for it. */
interface Api {
  readonly url: string;
  readonly tokens: Tokens;
  /** Refuses every call but reads. */
  readonly isReadOnly: boolean;
}

/** The answer of the API, for the page. */
interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
  /** The path of the next page, when there is one. */
  readonly next?: string;
}

const ID = '[\\w.~%-]+';

/** The reads of the page. */
const READS = [
  '/v1/partners',
  `/v1/partners/${ID}`,
  '/v3/resellers',
  `/v3/resellers/${ID}/limits`,
  `/v3/resellers/${ID}/organizations`,
  '/v3/webhooks',
  '/v3/event-logs',
  `/v3/event-logs/${ID}(?:/deliveries)?`,
  '/v3/webhook-event-logs',
].map((path) => new RegExp(`^GET ${path}$`));

/** The changes of the page. */
const CHANGES = [
  `PATCH /v1/partners/${ID}`,
  `POST /v3/resellers/${ID}/organizations`,
  `POST /v3/resellers/${ID}/organizations/${ID}:restore`,
  `POST /v3/webhook-event-logs/${ID}:redeliver`,
  `POST /v3/webhooks/${ID}/test`,
].map((line) => new RegExp(`^${line}$`));

/**
 * Makes the action by which the page calls the API: a fixed set of operations, with the operator's
 * token, which the page never has.
 */
export const apiCalls =
  ({ url, tokens, isReadOnly }: Api): Action =>
  async ({ method, path, body }): Promise<ApiAnswer> => {
    if (typeof method !== 'string' || typeof path !== 'string' || !path.startsWith('/'))
      throw new BadAction('A call has a method and a path.');
    // The address may have a path: what is not below it may be another API.
    const base = new URL(`${url}/`).pathname;
    const target = new URL(url + path);
    const line = `${method} ${target.pathname.slice(base.length - 1)}`;
    const isRead = READS.some((read) => read.test(line));
    if (!target.pathname.startsWith(base) || !(isRead || CHANGES.some((change) => change.test(line))))
      throw new BadAction(`The console does not call ${line}.`);
    if (!isRead && isReadOnly) throw new BadAction('The console of a deployment only reads.');
    const send = (token: string): Promise<Response> =>
      fetch(target, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(isRead && { [READ_HEADER]: '1' }),
          ...(body !== undefined && { 'content-type': contentType(method) }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        redirect: 'error',
        signal: AbortSignal.timeout(30_000),
      });
    const answer = await sendWithToken(tokens, send);
    const next = nextIn(answer.headers.get('link'));
    return { status: answer.status, body: jsonIn(await answer.text()), ...(next !== undefined && { next }) };
  };

const contentType = (method: string): string => (method === 'PATCH' ? 'application/merge-patch+json' : 'application/json');

/** Returns the path behind `rel="next"` (RFC 8288). */
const nextIn = (link: string | null): string | undefined => {
  const target = /<(?<target>[^>]*)>;\s*rel="?next"?/.exec(link ?? '')?.groups?.target;
  if (target === undefined) return undefined;
  const { pathname, search } = new URL(target, 'http://api');
  return pathname + search;
};

const jsonIn = (text: string): unknown => {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    return { detail: text };
  }
};
