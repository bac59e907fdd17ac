import type { EventDetail } from '../../functions/shared/table/events.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import type { Api } from './api.ts';

/** A partner as it is stored, with its places in the indexes. */
export interface StoredItem {
  readonly id: number;
  readonly ancestors: readonly number[];
  readonly isActive: boolean;
  readonly childCount: number;
  readonly version: number;
  readonly gsi1pk: string;
  readonly gsi2pk: string;
  readonly gsi2sk: string;
}

/** All partners, by id. */
export const storedPartners = async (api: Api): Promise<ReadonlyMap<number, StoredItem>> =>
  new Map((await ofType(api, 'partner')).map((item) => [Number(item.id), item as unknown as StoredItem]));

/** All events, in no order. */
export const storedEvents = async (api: Api): Promise<readonly EventDetail[]> =>
  (await ofType(api, 'event')) as unknown as readonly EventDetail[];

const ofType = async (api: Api, type: string): Promise<readonly Item[]> => (await api.items()).filter((item) => item.type === type);

/**
 * What is wrong with a partner: nothing when its path is its parent's and one more, it is indexed
 * where it stands and counts its children.
 */
export const faultsOf = (partners: ReadonlyMap<number, StoredItem>): readonly string[] =>
  [...partners.values()].flatMap(({ id, ancestors, childCount, gsi1pk, gsi2pk, gsi2sk }) => {
    const parent = partners.get(ancestors.at(-1) ?? 0);
    const children = [...partners.values()].filter((other) => other.ancestors.at(-1) === id).length;
    const path = [...ancestors, id];
    const faults = [
      ancestors.length > 0 &&
        String([...(parent?.ancestors ?? []), parent?.id]) !== String(ancestors) &&
        'has another path than its parent',
      new Set(path).size < path.length && 'stands below itself',
      path.length > 10 && 'stands below level 10',
      childCount !== children && `counts ${childCount} children of ${children}`,
      gsi1pk !== `CHILDREN#${ancestors.at(-1) ?? 0}` && 'is listed below another',
      (gsi2pk !== `TREE#${path[0]}` || gsi2sk !== `/${path.join('/')}/`) && 'has another place in the tree',
    ];
    return faults.filter((fault) => fault !== false).map((fault) => `${id} ${fault}`);
  });
