import type { Answer, Input } from '../shared/contract.ts';
import { type Change, firstVersion } from '../shared/events.ts';
import { resellerEventKey } from '../shared/keys.ts';
import { shape } from '../shared/shape.ts';
import { type createReseller, resellerSchema } from './contract.ts';

export type Reseller = Answer<typeof createReseller>;

/** A new reseller. */
export const openReseller = (
  fields: Input<typeof createReseller>['body'],
  { id, at }: { readonly id: string; readonly at: string },
): Reseller => ({
  id,
  ...fields,
  version: 1,
  createdAt: at,
  updatedAt: at,
});

/** The event of a new reseller. */
export const resellerCreated = (reseller: Reseller): Change => ({
  ...firstVersion,
  name: 'reseller.created',
  data: shape(resellerSchema, reseller) as object,
  at: reseller.createdAt,
  tenant: `/resellers/${reseller.id}`,
  key: (eventId) => resellerEventKey(reseller.id, eventId),
});
