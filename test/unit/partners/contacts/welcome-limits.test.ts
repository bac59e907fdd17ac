import { addressDigest, countWelcome } from '../../../../functions/partners/contacts/welcome-limits.ts';
import { contactOf, WELCOMES } from '../samples.ts';

const place = { id: 7, ancestors: [1, 3] };
const welcomed = { ...contactOf(6), sendWelcomeEmail: true };
const kinds = (...[before, after]: [Parameters<typeof countWelcome>[2], Parameters<typeof countWelcome>[3]]) =>
  countWelcome(WELCOMES, place, before, after).map(({ key }) => key.pk.split('#')[1]);

test('an e-mail is counted when it is asked for: once for its address, its partner and the whole tree', () => {
  expect(kinds(undefined, welcomed)).toEqual(['ADDRESS', 'PARTNER', 'TREE']);
  expect(kinds(contactOf(6), welcomed)).toEqual(['ADDRESS', 'PARTNER', 'TREE']);
});

test('where no e-mail is asked for, none is counted', () => {
  expect(kinds(undefined, contactOf(6))).toEqual([]);
  expect(kinds(welcomed, { ...welcomed, phone: '+1555' })).toEqual([]);
  expect(kinds(welcomed, contactOf(6))).toEqual([]);
  expect(kinds(undefined, { ...welcomed, isActive: false })).toEqual([]);
});

test('a count is of a day in UTC, and is removed the day after', () => {
  const [write] = countWelcome(WELCOMES, place, undefined, { ...welcomed, updatedAt: '2026-11-22T23:59:59.999Z' });
  expect(write?.key.sk).toBe('2026-11-22');
  expect(write?.action).toMatchObject({ change: { set: { expiresAt: Date.parse('2026-11-24T00:00:00.000Z') / 1000 } } });
});

test.each(['ADA@example.com', 'ada@EXAMPLE.com', 'ada+1@example.com', 'ada+evil+2@example.com', 'Ada@Example.Com'])(
  '%s reaches the mailbox ada@example.com, and is counted as it is',
  (address) => {
    expect(addressDigest(address)).toBe(addressDigest('ada@example.com'));
  },
);

test.each(['bob@example.com', 'ada@example.org', '+ada@example.com'])('%s is counted apart from ada@example.com', (address) => {
  expect(addressDigest(address)).not.toBe(addressDigest('ada@example.com'));
});

test('an address cannot be read in its key', () => {
  expect(addressDigest('ada@example.com')).toMatch(/^[\w-]{43}$/);
});
