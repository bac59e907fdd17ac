import { randomBytes } from 'node:crypto';
import { CURSOR_SECRET_BYTES, type Cursors, cursorsOf } from './cursor.ts';
import { cursorSecretKey } from './keys.ts';
import { renewedAnswer } from './once.ts';
import type { Table } from './table.ts';
import { type Item, put } from './transaction.ts';

/** Gives the cursors of the installation; at its first use in a function it reads their secret. */
export type ReadCursors = () => Promise<Cursors>;

/** The installation's cursors. Their secret is an item of the table, made by the first function that finds none. */
export const installationCursors = (table: Pick<Table, 'get' | 'commit'>): ReadCursors =>
  renewedAnswer(Number.POSITIVE_INFINITY, async () => {
    const { secret } = (await table.get(cursorSecretKey)) ?? (await made(table));
    return cursorsOf(Buffer.from(String(secret), 'base64'));
  });

/** Another function made one meanwhile. */
class Made extends Error {
  readonly item: Item;
  constructor(item: Item) {
    super('there is a secret of the cursors already');
    this.item = item;
  }
}

const made = async (table: Pick<Table, 'commit'>): Promise<Item> => {
  const item = { type: 'cursor-secret', secret: randomBytes(CURSOR_SECRET_BYTES).toString('base64') };
  try {
    await table.commit([put(cursorSecretKey, item, (existing = {}) => new Made(existing))]);
    return item;
  } catch (error) {
    if (error instanceof Made) return error.item;
    throw error;
  }
};
