import { partnerChanged } from '../../../functions/partners/events.ts';
import { type Partner, withParent } from '../../../functions/partners/partner.ts';
import { partnerOf } from './samples.ts';

const LATER = '2026-11-23T00:00:00.000Z';
const [root, other] = [partnerOf(1), partnerOf(2)];
const before = partnerOf(7, root, { billingId: 'B', verificationPhrase: 'blue heron' });
const eventsOf = (change: Partial<Partner>, from = before) => {
  const after: Partner = { ...from, ...change, version: from.version + 1, updatedAt: LATER };
  return partnerChanged(from, after, withParent(after, 'Above'));
};
const changesOf = (change: Partial<Partner>) => eventsOf(change).map(({ name, changed, previous }) => ({ name, changed, previous }));

test.each<[string, Partial<Partner>, object]>([
  ['a field', { billingId: 'C' }, { name: 'partner.updated', changed: ['/billingId'], previous: { '/billingId': 'B' } }],
  [
    'the contact',
    { contact: { ...before.contact, phone: '+1555' } },
    {
      ...{ name: 'partner.updated', changed: ['/contact/phone'] },
      previous: { '/contact/phone': '+14155552671' },
    },
  ],
  ['deactivation', { isActive: false }, { name: 'partner.deactivated', changed: ['/isActive'], previous: { '/isActive': true } }],
  ['a move', { ancestors: [2] }, { name: 'partner.moved', changed: ['/parent'], previous: { '/parent': 1, path: '/partners/1/7' } }],
  [
    'a move to the top',
    { ancestors: [] },
    { name: 'partner.moved', changed: ['/parent'], previous: { '/parent': 1, path: '/partners/1/7' } },
  ],
])('%s is one event of its kind', (_, change, event) => {
  expect(changesOf(change)).toEqual([event]);
});

test('reactivation has its own kind of event', () => {
  expect(eventsOf({ isActive: true }, { ...before, isActive: false })).toMatchObject([
    { name: 'partner.reactivated', changed: ['/isActive'], previous: { '/isActive': false } },
  ]);
});

test('a change of everything is one event of each kind, in one order, of the same version', () => {
  const events = eventsOf({ ancestors: [2], isActive: false, name: 'New' });
  expect(events.map(({ name }) => name)).toEqual(['partner.moved', 'partner.deactivated', 'partner.updated']);
  for (const event of events) expect(event).toMatchObject({ version: 2, previousVersion: 1, at: LATER, tenant: '/partners/2/7' });
});

test('what only the product counts is no event', () => {
  expect(eventsOf({ childCount: 5, supervisorCount: 2, credentialCount: 1, revision: 9 })).toEqual([]);
});

test('another path with the same parent, as of a member of a moved branch, is no event of it', () => {
  const member = partnerOf(8, before);
  expect(eventsOf({ ancestors: [2, 7] }, member)).toEqual([]);
});

test('an event stands in the order of the root that the partner has now', () => {
  expect(eventsOf({ ancestors: [other.id] })[0]?.key('e').pk).toBe('PARTNER#2');
  expect(eventsOf({ ancestors: [] })[0]?.key('e').pk).toBe('PARTNER#7');
});

test.each<[string, Partial<Partner>]>([
  ['changed', { verificationPhrase: 'grey heron' }],
  ['changed with all else', { verificationPhrase: 'grey heron', ancestors: [2], isActive: false, name: 'New' }],
  ['removed', { verificationPhrase: undefined } as unknown as Partial<Partner>],
  ['kept', { name: 'New' }],
])('the verification phrase is in no event when it is %s', (_, change) => {
  expect(JSON.stringify(eventsOf(change))).not.toMatch(/heron/);
});

test('an event says that the verification phrase changed, but not what it was', () => {
  expect(changesOf({ verificationPhrase: 'grey heron' })).toEqual([
    { name: 'partner.updated', changed: ['/verificationPhrase'], previous: {} },
  ]);
});
