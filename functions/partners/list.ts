import validate from '../generated/listPartners.js';
import type { Caller } from '../shared/contract/caller.ts';
import { endpoint, type Operation, type Request } from '../shared/endpoint/endpoint.ts';
import { BY_TIME_IN_INDEX, pages } from '../shared/http/pages.ts';
import { page } from '../shared/http/reply.ts';
import { notOfThisList } from '../shared/table/cursor.ts';
import type { ReadCursors } from '../shared/table/cursor-secret.ts';
import type { DirectoryPageRequest } from '../shared/table/directory.ts';
import { normalise } from '../shared/table/key-encoding.ts';
import type { Page } from '../shared/table/queries.ts';
import { retryOnConflict } from '../shared/table/retry-on-conflict.ts';
import { listPartners as contract } from './contract-changes.ts';
import { partnerNotFound } from './hierarchy.ts';
import { isVisible, type Partner, parentId, withParent } from './partner.ts';
import { partnerStore } from './store.ts';

interface Deps {
  readonly partners: Pick<ReturnType<typeof partnerStore>, 'find' | 'findByName' | 'findByReference' | 'findByExternalId' | 'page'>;
  readonly cursors: ReadCursors;
}

type ListRequest = Request<typeof contract>;

/** Lists the children of a partner, or finds one by its name, reference or external id. */
export const listPartners: Operation<typeof contract, Deps> = async (request, { partners, cursors }) => {
  const { query, caller } = request;
  if (query.name !== undefined || query.reference !== undefined || query.externalId !== undefined) {
    // A partner that is looked up is returned in one page.
    if (query.cursor !== undefined) throw notOfThisList();
    return page(contract, contract.path, query, { data: await lookUp(request, partners) });
  }
  const read = (pageRequest: DirectoryPageRequest): Promise<Page> => readChildren(request, pageRequest, partners);
  return pages(contract, contract.path, query, { read, cursors, places: BY_TIME_IN_INDEX, whose: String(caller.partnerId ?? '/') });
};

const lookUp = async ({ query, caller }: ListRequest, partners: Deps['partners']) => {
  const partner = await findOne({ query, caller }, partners);
  if (!partner || !isVisible(caller, partner) || !(await matches(partner, query, partners))) return [];
  const above = parentId(partner);
  const parent = above === undefined ? undefined : await partners.find(above);
  return [withParent(partner, parent?.name)];
};

const findOne = async ({ query, caller }: Pick<ListRequest, 'query' | 'caller'>, partners: Deps['partners']) => {
  const { name, reference, externalId = '' } = query;
  if (name !== undefined) return partners.findByName(name);
  if (reference !== undefined) return partners.findByReference(reference);
  const parent = await parentOf(query.partner, caller, partners);
  return retryOnConflict(() => partners.findByExternalId(parent?.id, externalId));
};

const matches = async (partner: Partner, query: ListRequest['query'], partners: Deps['partners']): Promise<boolean> => {
  const { name, reference, externalId, isActive, partner: of } = query;
  if (name !== undefined && normalise(partner.name) !== normalise(name)) return false;
  if (reference !== undefined && partner.reference !== reference) return false;
  if (externalId !== undefined && partner.externalId !== externalId) return false;
  if (isActive !== undefined && partner.isActive !== isActive) return false;
  return of === undefined || parentId(partner) === (await findByIdOrName(of, partners))?.id;
};

const readChildren = async (
  { query, caller }: ListRequest,
  { limit, after }: DirectoryPageRequest,
  partners: Deps['partners'],
): Promise<Page> => {
  const parent = await parentOf(query.partner, caller, partners);
  const { items, ...rest } = await partners.page(parent?.id, limit, after, query.isActive);
  return { items: items.map((item) => ({ ...withParent(item as unknown as Partner, parent?.name) })), ...rest };
};

/**
 * Returns the partner whose children are requested. Returns nothing, for the roots, when an unbound
 * caller names none.
 */
const parentOf = async (of: string | undefined, caller: Caller, partners: Deps['partners']): Promise<Partner | undefined> => {
  const text = of ?? caller.partnerId?.toString();
  if (text === undefined) return undefined;
  const parent = await findByIdOrName(text, partners);
  if (!parent || !isVisible(caller, parent)) throw partnerNotFound(text);
  return parent;
};

const findByIdOrName = (text: string, partners: Deps['partners']): Promise<Partner | undefined> =>
  /^[1-9]\d{0,9}$/.test(text) ? partners.find(Number(text)) : partners.findByName(text);

export const handler = endpoint(contract, { validate }, listPartners, ({ table, cursors }) => ({
  partners: partnerStore(table),
  cursors,
}));
