import type { Answer } from './call.ts';
import type { Page } from './method.ts';

/** A list that is read page by page, from a cursor or from its beginning. */
export const pagesOf = (read: (cursor: string | undefined) => Promise<Answer>, start: string | undefined) => {
  const page = async (cursor: string | undefined): Promise<Page<unknown>> => toPage(await read(cursor));
  const pages = async function* () {
    let one = await page(start);
    yield one;
    while (one.nextCursor !== undefined) {
      one = await page(one.nextCursor);
      yield one;
    }
  };
  const items = async function* () {
    for await (const one of pages()) yield* one.items;
  };
  return { page: () => page(start), pages, [Symbol.asyncIterator]: items };
};

/** Lists under `/v1` have an envelope; all others are a bare array with a `Link`. */
const toPage = ({ body, headers }: Answer): Page<unknown> => {
  const { data, next } = (Array.isArray(body) ? { data: body } : body) as {
    readonly data: readonly unknown[];
    readonly next?: string | null;
  };
  return { items: data, nextCursor: next ?? cursorOf(headers.get('link')), resumeCursor: headers.get('resume-cursor') ?? undefined };
};

const cursorOf = (link: string | null): string | undefined => {
  const [, search] = /<[^>?]*\?([^>]*)>\s*;\s*rel="?next"?/.exec(link ?? '') ?? [];
  return new URLSearchParams(search).get('cursor') ?? undefined;
};
