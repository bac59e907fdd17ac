import type { AttributeChange } from './change-expression.ts';
import type { Key } from './keys.ts';
import { replaceCommit, type Table } from './table.ts';
import { type Item, throwRefusal, type Write } from './transaction.ts';

type Items = Map<string, Item | undefined>;

/** The items under some keys, as they were read; a key without an item is free. */
export interface ReadItems {
  readonly keys: readonly Key[];
  readonly items: readonly Item[];
}

/**
 * Returns a table in which nothing is written: commits are judged and kept in memory, so that later
 * ones meet what earlier ones would have written. Under a key that was not read a write meets only
 * what was kept, for keys that are drawn anew are free. `onCommit` gets the writes of each commit
 * that would have taken place.
 */
export const overlayTable = (table: Table, read: ReadItems, onCommit: (writes: readonly Write[]) => void): Table => {
  const items: Items = new Map(read.keys.map((key) => [textOf(key), undefined]));
  for (const item of read.items) items.set(textOf(item as Key), item);
  const reading = {
    ...table,
    get: async (key: Key) => (items.has(textOf(key)) ? items.get(textOf(key)) : table.get(key)),
  };
  return replaceCommit(reading, async (writes) => {
    for (const write of writes) {
      const existing = items.get(textOf(write.key));
      if (!write.condition.holds(existing)) return throwRefusal(write, existing);
    }
    for (const write of writes) apply(items, write);
    onCommit(writes);
    return undefined;
  });
};

const textOf = ({ pk, sk }: Key): string => `${pk} ${sk}`;

const apply = (items: Items, { key, action }: Write): void => {
  if (action === 'check') return;
  if (action === 'delete') items.set(textOf(key), undefined);
  else items.set(textOf(key), 'put' in action ? { ...action.put, ...key } : changed({ ...items.get(textOf(key)), ...key }, action.change));
};

const changed = (item: Item, { set = {}, add = {}, remove = [] }: AttributeChange): Item => {
  const sums = Object.entries(add).map(([name, value]) => [name, Number(item[name] ?? 0) + value]);
  const kept = Object.entries({ ...item, ...set, ...Object.fromEntries(sums) });
  return Object.fromEntries(kept.filter(([name]) => !remove.includes(name)));
};
