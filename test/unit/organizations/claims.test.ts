import { openOrganization } from '../../../functions/organizations/organization.ts';
import { claims, organizationSpelling } from '../../../functions/organizations/unique.ts';
import type { Caller } from '../../../functions/shared/contract/caller.ts';
import type { Permission } from '../../../functions/shared/contract/permissions.ts';
import { NameNotHeldError } from '../../../functions/shared/table/held-names.ts';
import { normaliseAsBefore } from '../../../functions/shared/table/key-encoding.ts';
import { organizationNameKey } from '../../../functions/shared/table/keys.ts';
import type { NameTaken } from '../../../functions/shared/table/name-taken.ts';
import { StaleReadError } from '../../../functions/shared/table/retry-on-conflict.ts';

const named = (name: string) =>
  openOrganization({ name, email: 'it@example.com', allowedUsers: 5, externalId: 'crm-1' }, { id: 'o', at: '2026-11-22T14:15:22.000Z' });
// A dotless i: such a name may be under either of two keys.
const DOTLESS = 'K\u0131l\u0131c';

test('what an organization takes anew may be its own already, which a new one has nowhere', () => {
  const [changed] = claims('r', named('Acme'), named('Contoso'));
  const [made] = claims('r', undefined, named('Contoso'));
  const own = { pk: 'a', ownerId: 'o' };
  expect([undefined, own, { ...own, ownerId: 'other' }].map((entry) => changed?.condition.holds(entry))).toEqual([true, true, false]);
  expect([undefined, own].map((entry) => made?.condition.holds(entry))).toEqual([true, false]);
});

test('a name with two keys that only gets another spelling is held where it is', () => {
  const kept = claims('r', named(DOTLESS), named(` ${DOTLESS} `));
  expect(kept.map(({ key, action }) => [key.pk.split('#')[0], action])).toEqual(
    ['ORG-NAMES', 'ORG-EXTERNAL-IDS', 'ORG-EMAILS'].map((pk) => [pk, { put: { type: 'entry', ownerId: 'o' } }]),
  );
  for (const { condition, refusal } of kept) {
    expect([{ ownerId: 'o' }, { ownerId: 'other' }, undefined].map(condition.holds)).toEqual([true, false, false]);
    expect(refusal(undefined)).toBeInstanceOf(NameNotHeldError);
  }
  expect(claims('r', named('Acme'), named(' Acme '))).toEqual([]);
});

test('a name stays in the form that it has in its key, and a new one gets the present form', () => {
  const described = { ...named(DOTLESS), description: 'x' };
  expect(claims('r', named(DOTLESS), described, normaliseAsBefore)).toEqual([]);
  const [taken, freed] = claims('r', named(DOTLESS), named(`${DOTLESS} Ltd`), normaliseAsBefore);
  expect([taken?.key, freed?.key]).toEqual([
    organizationNameKey('r', `${DOTLESS} Ltd`),
    organizationNameKey('r', DOTLESS, normaliseAsBefore),
  ]);
  expect(freed?.key).not.toEqual(organizationNameKey('r', DOTLESS));
});

test('what is taken is refused in words, and a place under an email is a stale read', () => {
  const refusals = claims('r', undefined, named('Acme')).map(({ refusal }) => refusal({ ownerId: 'other' }));
  expect(refusals.map((error) => error?.message)).toEqual([
    ...['The reseller has an organization named "Acme".', 'The reseller has an organization with the external id crm-1.', ''],
  ]);
  expect(refusals[2]).toBeInstanceOf(StaleReadError);
});

test('the name of the owner is told to a caller that may read organizations', async () => {
  const nameOf = async (resellerId: string, id: string) => `${resellerId} ${id}`;
  const spell = (permissions: readonly Permission[], holder?: object) => {
    const caller: Caller = { actor: 'token:a', permissions: new Set(permissions) };
    return organizationSpelling({ nameOf }, { params: { resellerId: 'r' }, caller })({ holder } as NameTaken);
  };
  expect(await spell(['reseller:organization:read'], { ownerId: 'o' })).toBe('r o');
  expect(await spell(['reseller:organization:create'], { ownerId: 'o' })).toBeUndefined();
  expect(await spell(['reseller:organization:read'])).toBeUndefined();
});
