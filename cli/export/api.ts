import { retryAfterMs } from '@tenantry/cdk-local/eventbridge/retry.ts';
import { createPause } from '../import/backoff.ts';
import { printable } from '../shared/printable.ts';
import type { Tokens } from '../shared/tokens.ts';
import { ExportHalted } from './export-halted.ts';

/** An entity as the API answers it. */
export type Entity = Readonly<Record<string, unknown>>;

/** Reads from the API; repeats what failed for a while. */
export interface Api {
  /** @throws {ExportHalted} when it does not answer 200 */
  get(path: string): Promise<Entity>;
  /** Reads the pages of a list, one when it is asked for. @throws {ExportHalted} as `get` does */
  pages(path: string, query?: Readonly<Record<string, string>>): AsyncGenerator<readonly Entity[]>;
}

const MAX_ATTEMPTS = 8;
// The gateway itself gives up after 30 seconds.
const TIMEOUT_MS = 60_000;
const MAX_PAGE_SIZE = 100;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Opens the API at a URL; what is under way ends when `stopped` is aborted. */
export const openApi = (url: string, tokens: Tokens, stopped: AbortSignal, pageSize = MAX_PAGE_SIZE): Api => {
  const pause = createPause(stopped);

  const send = async (path: string, token: string): Promise<Answer> => {
    const response = await fetch(`${url}${path}`, {
      headers: { authorization: `Bearer ${token}` },
      // A redirect would carry the token to where nobody meant it to go.
      redirect: 'manual',
      signal: AbortSignal.any([stopped, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };

  const sendWithToken = async (path: string): Promise<Answer> => {
    const token = await tokens.current();
    const answer = await attempt(() => send(path, token));
    if (answer.status !== 401) return answer;
    const renewed = await tokens.renewed(token);
    return renewed === undefined || renewed === token ? answer : attempt(() => send(path, renewed));
  };

  const read = async (path: string): Promise<Answer> => {
    for (let attempts = 1; ; attempts += 1) {
      const answer = await sendWithToken(path);
      stopped.throwIfAborted();
      if (answer.status === 200) return answer;
      if (!isTransient(answer.status)) throw new ExportHalted(`The API answered ${describe(answer)}`, answer.status);
      if (attempts === MAX_ATTEMPTS) throw new ExportHalted(`The API failed ${attempts} times, at last with ${describe(answer)}`);
      await pause(attempts, retryAfterMs(answer.headers.get('retry-after') ?? undefined, Date.now()));
    }
  };

  return {
    get: async (path) => readEntity(path, await read(path)),
    async *pages(path, query = {}) {
      for (let cursor: string | undefined = ''; cursor !== undefined; ) {
        const place = cursor === '' ? query : { ...query, cursor };
        const answer = await read(`${path}?${new URLSearchParams({ ...place, limit: String(pageSize) })}`);
        const page = readPage(path, answer);
        cursor = page.next;
        yield page.items;
      }
    },
  };
};

/** Sends a request; status 0 is no answer at all. */
const attempt = async (send: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await send();
  } catch (error) {
    return { status: 0, headers: new Headers(), text: JSON.stringify({ code: 'unreachable', detail: reasonOf(error) }) };
  }
};

const isTransient = (status: number): boolean => [0, 429, 500, 502, 503, 504].includes(status);

// `fetch` itself only says that it failed.
const reasonOf = (error: unknown): string => {
  const { cause = error } = error as { readonly cause?: unknown };
  const { code, message } = cause as { readonly code?: unknown; readonly message?: string };
  return message || String(code);
};

const describe = ({ status, text }: Answer): string => {
  const { code, detail, message } = Object(parse(text)) as Entity;
  const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
  const reason = [detail, message].find(isText) ?? text.replace(/\s+/g, ' ');
  const head = [status === 0 ? '' : String(status), code].filter(isText).join(' ');
  return `${printable(head)}: ${printable(reason)}`;
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isEntity = (value: unknown): value is Entity => typeof value === 'object' && value !== null && !Array.isArray(value);

const readEntity = (path: string, { text }: Answer): Entity => {
  const body = parse(text);
  if (!isEntity(body)) throw notUnderstood(path, text);
  return body;
};

/** Reads a page: a bare array with a `Link`, or an object with `data` and `next`. */
const readPage = (path: string, { headers, text }: Answer): { readonly items: readonly Entity[]; readonly next: string | undefined } => {
  const body = parse(text);
  const { data, next } = Array.isArray(body) ? { data: body as unknown, next: linkedCursor(headers) } : (Object(body) as Entity);
  const isPage = Array.isArray(data) && data.every(isEntity) && (next === null || next === undefined || typeof next === 'string');
  if (!isPage) throw notUnderstood(path, text);
  return { items: data, next: (next as string | null) || undefined };
};

// Only the cursor is taken of a link, so that the token goes nowhere else.
const linkedCursor = (headers: Headers): string | undefined => {
  const [, path = ''] = /<([^>]*)>;\s*rel="?next"?/.exec(headers.get('link') ?? '') ?? [];
  return URL.parse(path, 'http://link')?.searchParams.get('cursor') ?? undefined;
};

const notUnderstood = (path: string, text: string): ExportHalted =>
  new ExportHalted(`This is not an answer of ${path}: ${printable(text)}`);
