import type { Item } from '../../functions/shared/table/transaction.ts';
import type { Answer, Api, Call } from './api.ts';
import { newOrganization } from './samples.ts';

/** Where a reseller's organizations are, or one of them. */
export const at = (resellerId: string, id?: unknown): string =>
  `/v3/resellers/${resellerId}/organizations${id === undefined ? '' : `/${String(id)}`}`;

/** Makes an organization and answers it. */
export const makeOrganization = async (api: Api, resellerId: string, fields: Item = {}): Promise<Item> => {
  const { status, body } = await api.post(at(resellerId), newOrganization(fields));
  if (status !== 201) throw new Error(`the sample was refused: ${JSON.stringify(body)}`);
  return body;
};

/** Deletes an organization. */
export const deleteOrganization = async (api: Api, resellerId: string, id: unknown): Promise<void> => {
  const { status, body } = await api.remove(at(resellerId, id));
  if (status !== 204) throw new Error(`the sample was not deleted: ${JSON.stringify(body)}`);
};

/** How many organizations a reseller counts. */
export const countOf = async (api: Api, resellerId: string): Promise<number> => {
  const { body } = await api.get(`/v3/resellers/${resellerId}/limits`);
  return (body.organizations as { readonly used: number }).used;
};

/** The request that `Link` leads to next, if any. */
export const nextOf = ({ headers }: Answer): Pick<Call, 'path' | 'query'> | undefined => {
  if (headers.link === undefined) return undefined;
  const [, path = '', query = ''] = /^<([^?>]+)\?([^>]+)>; rel="next"$/.exec(String(headers.link)) ?? [];
  return { path, query };
};

/**
 * Reads a list to its end along `Link`, page by page; does `between` before each page but the
 * first.
 */
export const readPages = async (
  api: Api,
  path: string,
  query: string,
  between: () => Promise<unknown> = async () => undefined,
): Promise<readonly (readonly Item[])[]> => {
  const pages: (readonly Item[])[] = [];
  for (let call: Pick<Call, 'path' | 'query'> | undefined = { path, query }; call; ) {
    const answer: Answer = await api.send(call);
    if (answer.status !== 200) throw new Error(`a page was refused: ${JSON.stringify(answer.body)}`);
    pages.push(answer.items);
    call = nextOf(answer);
    if (call) await between();
  }
  return pages;
};

/** The ids of what a list answers, from its first page to its last. */
export const readIds = async (...list: Parameters<typeof readPages>): Promise<readonly unknown[]> =>
  idsOf((await readPages(...list)).flat());

export const idsOf = (items: readonly Item[]): readonly unknown[] => items.map(({ id }) => id);
