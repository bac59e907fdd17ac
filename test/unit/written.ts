import type { Item, Write } from '../../functions/shared/table/transaction.ts';

/** The item that a write puts, without its key; fails for a write of another kind. */
export const itemOf = ({ action }: Write): Item => {
  if (typeof action === 'string' || !('put' in action)) throw new Error('the write puts no item');
  return action.put;
};
