import { randomBytes } from 'node:crypto';
import { shareAcrossInvocations } from '../base/deadline.ts';
import { readAgainAfter } from '../base/once.ts';
import type { Contract } from '../contract/contract.ts';
import { CURSOR_SECRET_BYTES, type Cursors, cursorsOf } from './cursor.ts';
import { cursorSecretKey, type Key } from './keys.ts';
import type { Table } from './table.ts';
import { type Item, put } from './transaction.ts';

/** Returns the cursors of a list; the first call in a function reads their secret. */
export type ReadCursors = () => Promise<Cursors>;

/**
 * Returns the cursors of an operation's list. Their secret is an item of the table, created by the
 * first function that finds none.
 */
export const cursorsFor = ({ operationId }: Pick<Contract, 'operationId'>, table: Pick<Table, 'get' | 'tryCommit'>): ReadCursors => {
  const cursors = readAgainAfter(Number.POSITIVE_INFINITY, async () => {
    const key = cursorSecretKey(operationId);
    const { secret } = (await table.get(key)) ?? (await makeSecret(table, key));
    return cursorsOf(Buffer.from(String(secret), 'base64'));
  });
  return () => shareAcrossInvocations(cursors);
};

const makeSecret = async (table: Pick<Table, 'tryCommit'>, key: Key): Promise<Item> => {
  const item = { type: 'cursor-secret', secret: randomBytes(CURSOR_SECRET_BYTES).toString('base64') };
  // When functions create one at the same moment, the first decides.
  const failed = await table.tryCommit([put(key, item, () => undefined)]);
  return failed ? (failed.existing ?? {}) : item;
};
