import {
  resellerChanged,
  resellerCreated,
  resellerDeleted,
  resellerEvents,
  resellerSnapshot,
} from '../../../functions/resellers/events.ts';
import {
  type CountedReseller,
  limitsOf,
  openReseller,
  patchReseller,
  replaceReseller,
  requireOperatorsKept,
} from '../../../functions/resellers/reseller.ts';
import type { Caller } from '../../../functions/shared/contract/caller.ts';

const at = '2026-11-22T14:15:22.000Z';
const later = '2026-11-22T15:00:00.000Z';
const fields = { name: 'Acme', email: 'ops@acme.example', allowedUsers: 5, allowedOrganizations: 10, externalId: 'acme' };
const reseller: CountedReseller = { ...openReseller(fields, { id: 'r', at }), organizationCount: 7 };

test('a new reseller has the given fields, and is at version 1', () => {
  expect(openReseller(fields, { id: 'r', at })).toEqual({ ...fields, id: 'r', version: 1, createdAt: at, updatedAt: at });
});

test('a patch keeps what it does not name; to replace a reseller removes that', () => {
  expect(patchReseller(reseller, { name: 'Other' }, later)).toEqual({ ...reseller, name: 'Other', version: 2, updatedAt: later });
  const { externalId: _, ...rest } = fields;
  const { externalId: __, ...without } = reseller;
  expect(replaceReseller(reseller, rest, later)).toEqual({ ...without, version: 2, updatedAt: later });
});

test('what changes nothing is the same object', () => {
  expect(patchReseller(reseller, { name: 'Acme' }, later)).toBe(reseller);
  expect(replaceReseller(reseller, fields, later)).toBe(reseller);
});

test('only the operator changes its limits and its external id', () => {
  const operator: Caller = { actor: 'token:a', permissions: new Set() };
  const changed = (by: Caller, change: object) => () => requireOperatorsKept(reseller, { ...reseller, ...change }, by);
  const own = { ...operator, resellerId: 'r' };
  expect(changed(own, { name: 'Other' })).not.toThrow();
  for (const change of [{ allowedUsers: 6 }, { allowedOrganizations: 11 }, { externalId: 'other' }]) {
    expect(changed(operator, change)).not.toThrow();
    expect(changed(own, change)).toThrow(
      expect.objectContaining({
        code: 'foreign-tenant',
        message: 'Only a token that is bound to no tenant may change the limits or the external id of a reseller.',
      }),
    );
  }
});

const inReseller = (event: { readonly tenant: string; readonly key?: (id: string) => unknown }) => {
  expect([event.tenant, event.key?.('e')]).toEqual(['/resellers/r', { pk: 'RESELLER#r', sk: 'EVENT#e' }]);
  return event;
};
const { organizationCount: _, ...shown } = reseller;

test('the events of its life have its state, and are in its order', () => {
  expect(inReseller(resellerCreated(reseller))).toMatchObject({
    ...{ name: 'reseller.created', data: shown, at, version: 1, previousVersion: null, changed: [], previous: {} },
  });
  expect(inReseller(resellerDeleted(reseller, later))).toMatchObject({
    ...{ name: 'reseller.deleted', data: { ...shown, version: 2 }, at: later, version: 2, previousVersion: 1, changed: [], previous: {} },
  });
  expect(resellerSnapshot(reseller)).toEqual({
    ...{ name: 'reseller.snapshot', data: shown, at, version: 1, tenant: '/resellers/r', entity: 'r' },
  });
});

test('a change names what changed, and each threshold that new limits cross', () => {
  const after = patchReseller(reseller, { allowedOrganizations: 7 }, later);
  const [updated, ...crossed] = resellerChanged(reseller, after);
  expect(inReseller(updated as never)).toMatchObject({
    ...{ name: 'reseller.updated', at: later, version: 2, previousVersion: 1 },
    ...{ changed: ['/allowedOrganizations'], previous: { '/allowedOrganizations': 10 } },
  });
  expect(updated?.data).toEqual({ ...shown, allowedOrganizations: 7, version: 2, updatedAt: later });
  expect(crossed.map((event) => inReseller(event))).toEqual(
    ['reseller.limit.approaching', 'reseller.limit.reached'].map((name) => ({
      ...{ name, tenant: '/resellers/r', key: expect.any(Function), at: later, version: 2, previousVersion: 2, changed: [], previous: {} },
      data: { resellerId: 'r', organizations: { used: 7, allowed: 7, remaining: 0 } },
    })),
  );
  expect(resellerChanged(reseller, patchReseller(reseller, { name: 'Other' }, later))).toHaveLength(1);
});

test('each event has a sample of its data', () => {
  expect(resellerEvents['reseller.limit.reached'].sample).toEqual(
    limitsOf(resellerEvents['reseller.created'].sample.id, { used: 20, allowed: 25 }),
  );
});
