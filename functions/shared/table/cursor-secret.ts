import { randomBytes } from 'node:crypto';
import { shareAcrossInvocations } from '../base/deadline.ts';
import { renewedAnswer } from '../base/once.ts';
import type { Contract } from '../contract/contract.ts';
import { CURSOR_SECRET_BYTES, type Cursors, cursorsOf } from './cursor.ts';
import { cursorSecretKey, type Key } from './keys.ts';
import type { Table } from './table.ts';
import { type Item, put } from './transaction.ts';

/** Gives the cursors of a list; at its first use in a function it reads their secret. */
export type ReadCursors = () => Promise<Cursors>;

/** The cursors of the list that an operation answers. Their secret is an item of the table, made by the first function that finds none. */
export const cursorsFor = ({ operationId }: Pick<Contract, 'operationId'>, table: Pick<Table, 'get' | 'commit'>): ReadCursors => {
  const cursors = renewedAnswer(Number.POSITIVE_INFINITY, async () => {
    const key = cursorSecretKey(operationId);
    const { secret } = (await table.get(key)) ?? (await made(table, key));
    return cursorsOf(Buffer.from(String(secret), 'base64'));
  });
  return () => shareAcrossInvocations(cursors);
};

/** Another function made one meanwhile. */
class Made extends Error {
  readonly item: Item;
  constructor(item: Item) {
    super('there is a secret of the cursors already');
    this.item = item;
  }
}

const made = async (table: Pick<Table, 'commit'>, key: Key): Promise<Item> => {
  const item = { type: 'cursor-secret', secret: randomBytes(CURSOR_SECRET_BYTES).toString('base64') };
  try {
    await table.commit([put(key, item, (existing = {}) => new Made(existing))]);
    return item;
  } catch (error) {
    if (error instanceof Made) return error.item;
    throw error;
  }
};
