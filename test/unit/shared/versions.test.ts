import { nextVersion } from '../../../functions/shared/contract/versions.ts';

const before = { id: 'o', name: 'a', address: { city: 'Leith' }, rest: [0], version: 3, updatedAt: '2026-11-22T14:15:22.000Z' };
const at = '2026-11-23T09:00:00.000Z';

test('what changed is one version on, as of now', () => {
  expect(nextVersion(before, { ...before, name: 'b' }, at)).toEqual({ ...before, name: 'b', version: 4, updatedAt: at });
});

test('its time does not go back where another clock is late', () => {
  const late = '2026-11-22T14:15:21.999Z';
  expect(nextVersion(before, { ...before, name: 'b' }, late)).toEqual({ ...before, name: 'b', version: 4 });
});

test.each([
  ['the same object', before],
  ['an equal one', { ...before, address: { ...before.address } }],
  ['one whose zeros are negative', { ...before, rest: [-0] }],
  ['an equal one in another order', { updatedAt: before.updatedAt, version: 3, address: { city: 'Leith' }, rest: [0], name: 'a', id: 'o' }],
])('%s is the very same entity', (_, after) => {
  expect(nextVersion(before, after, at)).toBe(before);
});

test.each([
  ['deep inside', { ...before, address: { city: 'Perth' } }],
  ['in a member less', { ...before, address: {} }],
  ['in a member more', { ...before, address: { city: 'Leith', state: '' } }],
])('a difference %s is a change, and neither state is touched', (_, after) => {
  const copies = structuredClone([before, after]);
  expect(nextVersion(before, after, at).version).toBe(4);
  expect([before, after]).toEqual(copies);
});
