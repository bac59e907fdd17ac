import { Refusal } from '../shared/contract/problems.ts';
import { where } from '../shared/table/condition.ts';
import { resellerExternalIdKey } from '../shared/table/external-id-keys.ts';

import { StaleReadError } from '../shared/table/retry-on-conflict.ts';
import { put, remove, type Write } from '../shared/table/transaction.ts';
import type { Reseller } from './reseller.ts';

/**
 * Returns the writes that claim the external id of a reseller, and free the one that it had before.
 * They refuse one that another reseller has (409).
 */
export const moveExternalId = (before: Reseller | undefined, after: Reseller | undefined): readonly Write[] => {
  const [from, to] = [before?.externalId, after?.externalId];
  const ownerId = (after ?? before)?.id;
  if (from === to) return [];
  return [
    ...(to === undefined ? [] : [put(resellerExternalIdKey(to), { type: 'entry', ownerId }, () => externalIdTaken(to))]),
    ...(from === undefined ? [] : [remove(resellerExternalIdKey(from), where('ownerId', '=', ownerId), () => new StaleReadError())]),
  ];
};

const externalIdTaken = (externalId: string): Refusal =>
  new Refusal('external-id-taken', `There is a reseller with the external id ${externalId}.`, { members: { externalId } });
