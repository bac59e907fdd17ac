import type { Item } from '../../functions/shared/table/transaction.ts';

/** An event or a snapshot, as far as a consumer looks at it. */
export interface Heard {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly data: Item;
}

/** The resources whose state a consumer keeps, by the beginning of their events' names. */
const KEPT = new Set(['partner', 'reseller', 'reseller.organization']);

/** `reseller.organization` of `reseller.organization.created`. */
export const kindOf = (name: string): string => name.split('.').slice(0, -1).join('.');

/** Names an entity. */
export const keyOf = (kind: string, data: Item): string => `${kind} ${data.id}`;

/**
 * A consumer as docs/backfill.md advises: it detects duplicates by their ids, and keeps the highest
 * version of each entity.
 */
export const openConsumer = () => {
  const handled = new Set<string>();
  const versions = new Map<string, number>();
  const state = new Map<string, Item>();

  return {
    /** Returns what it did with an event. */
    hear({ id, name, version, data }: Heard): 'repeated' | 'older' | 'applied' | 'not kept' {
      if (!KEPT.has(kindOf(name))) return 'not kept';
      if (handled.has(id)) return 'repeated';
      handled.add(id);
      const key = keyOf(kindOf(name), data);
      if (version < (versions.get(key) ?? 0)) return 'older';
      versions.set(key, version);
      if (name.endsWith('.deleted') || data.deletedAt) state.delete(key);
      else state.set(key, data);
      return 'applied';
    },
    /** Forgets all it knows, as one that begins anew. */
    forget(): void {
      for (const kept of [handled, versions, state]) kept.clear();
    },
    state: state as ReadonlyMap<string, Item>,
  };
};

export type Consumer = ReturnType<typeof openConsumer>;
