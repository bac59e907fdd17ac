import { retryAfterMs } from '@tenantry/cdk-local/eventbridge/retry';
import { isTransient, requestApi } from '../shared/api-request.ts';
import { createPause } from '../shared/backoff.ts';
import { printable } from '../shared/printable.ts';
import { sendWithToken, type Tokens } from '../shared/tokens.ts';
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
const MAX_PAGE_SIZE = 100;

/** Status 0 is no answer at all. */
interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Opens the API at a URL; what is under way ends when `stopped` is aborted. */
export const openApi = (url: string, tokens: Tokens, stopped: AbortSignal, pageSize = MAX_PAGE_SIZE): Api => {
  const pause = createPause(stopped);

  const send = async (path: string, token: string): Promise<Answer> => {
    const answer = await requestApi(`${url}${path}`, { token, signal: stopped });
    if (!('unreachable' in answer)) return answer;
    return { status: 0, headers: new Headers(), text: JSON.stringify({ code: 'unreachable', detail: answer.unreachable }) };
  };

  const read = async (path: string): Promise<Answer> => {
    for (let attempts = 1; ; attempts += 1) {
      const answer = await sendWithToken(tokens, (token) => send(path, token));
      stopped.throwIfAborted();
      if (answer.status === 200) return answer;
      if (answer.status !== 0 && !isTransient(answer.status)) throw new ExportHalted(`The API answered ${describe(answer)}`, answer.status);
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
