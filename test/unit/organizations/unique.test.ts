import { openOrganization } from '../../../functions/organizations/organization.ts';
import { claims } from '../../../functions/organizations/unique.ts';
import { StaleReadError } from '../../../functions/shared/table/retry-on-conflict.ts';
import type { Write } from '../../../functions/shared/table/transaction.ts';

const before = openOrganization(
  { name: 'Acme', email: 'it@example.com', allowedUsers: 5, externalId: 'crm-1' },
  { id: 'o', at: '2026-11-22T14:15:22.000Z' },
);

const said = (writes: readonly Write[]): readonly string[] =>
  writes.map(({ key, action }) => `${action === 'delete' ? 'free' : 'take'} ${key.pk.split('#')[0]} ${key.sk.replace('\t', ' ')}`);

const NAME = 'ORG-NAMES acme';
const EXTERNAL_ID = 'ORG-EXTERNAL-IDS crm-1';
const EMAIL = 'ORG-EMAILS it@example.com o';

test('a new organization takes its name, its external id and its place under its email, a deleted one gives all of them back', () => {
  expect(said(claims('r', undefined, before))).toEqual([`take ${NAME}`, `take ${EXTERNAL_ID}`, `take ${EMAIL}`]);
  expect(said(claims('r', before, undefined))).toEqual([`free ${NAME}`, `free ${EXTERNAL_ID}`, `free ${EMAIL}`]);
});

test('one without an external id takes none', () => {
  const { externalId: _, ...without } = before;
  expect(said(claims('r', undefined, without))).toEqual([`take ${NAME}`, `take ${EMAIL}`]);
  expect(said(claims('r', before, without))).toEqual([`free ${EXTERNAL_ID}`]);
  expect(said(claims('r', without, before))).toEqual([`take ${EXTERNAL_ID}`]);
});

test('what changes is taken and what it was is freed; what stays the same is not touched', () => {
  expect(said(claims('r', before, { ...before, description: 'x' }))).toEqual([]);
  expect(said(claims('r', before, { ...before, name: ' ACME ', email: 'IT@example.com' }))).toEqual([]);
  expect(said(claims('r', before, { ...before, name: 'Contoso', email: 'ops@example.com' }))).toEqual([
    ...['take ORG-NAMES contoso', 'take ORG-EMAILS ops@example.com o'],
    ...[`free ${NAME}`, `free ${EMAIL}`],
  ]);
});

test('what is taken must be free, and what is freed must be its own', () => {
  const taken = claims('r', undefined, before);
  expect(taken.map(({ condition }) => condition.holds(undefined))).toEqual(Array(3).fill(true));
  expect(taken.map(({ condition }) => condition.holds({ pk: 'a' }))).toEqual(Array(3).fill(false));
  expect(taken.map(({ action }) => action)).toEqual(Array(3).fill({ put: { type: 'entry', ownerId: 'o' } }));
  const freed = claims('r', before, undefined);
  expect(freed.map(({ condition }) => condition.holds({ ownerId: 'o' }))).toEqual(Array(3).fill(true));
  expect(freed.map(({ condition }) => condition.holds({ ownerId: 'other' }))).toEqual(Array(3).fill(false));
  for (const { refusal } of freed) expect(refusal(undefined)).toBeInstanceOf(StaleReadError);
});

test('a name or an external id of another is refused as taken, in the words it was asked for', () => {
  const [name, externalId] = claims('r', undefined, before);
  expect(name?.refusal({ ownerId: 'other' })).toMatchObject({ code: 'name-taken', members: { name: 'Acme' } });
  expect(externalId?.refusal({ ownerId: 'other' })).toMatchObject({ code: 'external-id-taken', members: { externalId: 'crm-1' } });
});
