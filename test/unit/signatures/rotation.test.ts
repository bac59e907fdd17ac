import { type Keyring, keysOf } from '../../../functions/signatures/keys.ts';
import { describeKeys, earliestTime, nextStep, STEPS, type Step, takeStep } from '../../../functions/signatures/rotation.ts';
import { signingKey } from '../../../functions/signatures/signing.ts';

const [A, B] = ['a'.repeat(64), 'b'.repeat(64)] as const;
const x = (seed: string): string => signingKey(seed).published.x;
const kid = (seed: string): string => signingKey(seed).published.kid;
const at = (text: string) => new Date(`2026-11-${text}Z`);

const take = (keyring: Keyring, step: Step, now: Date, more: { readonly force?: boolean; readonly compromised?: boolean } = {}): Keyring =>
  takeStep(keyring, step, { now, newSeed: () => B, keepDays: 400, ...more });

const published = take({ current: A }, 'publish', at('22T10:00:00'));
const switched = take(published, 'switch', at('22T10:10:00'));
const retired = take(switched, 'retire', at('23T11:10:00'));

test('a rotation publishes the next key, switches to it with the old one beside it, and retires the old one', () => {
  expect(published).toEqual({ current: A, next: B, retired: [], changedAt: '2026-11-22T10:00:00.000Z' });
  expect(switched).toEqual({ current: B, previous: A, retired: [], changedAt: '2026-11-22T10:10:00.000Z' });
  expect(retired).toEqual({
    current: B,
    retired: [{ x: x(A), retiredAt: '2026-11-23T11:10:00.000Z' }],
    changedAt: '2026-11-23T11:10:00.000Z',
  });
  expect(JSON.stringify(retired)).not.toContain(A);
});

test('in every step the keys that sign were published in the step before, and no key that signed is unpublished', () => {
  const states = [{ current: A }, published, switched, retired, take(retired, 'publish', at('23T11:10:00'))].map(keysOf);
  for (const [index, { published: known }] of states.slice(0, -1).entries()) {
    const [before, after] = [known.map((key) => key.kid), states[index + 1]];
    for (const key of after?.signing ?? []) expect(before).toContain(key.published.kid);
    for (const key of states[index]?.signing ?? []) expect(after?.published.map((other) => other.kid)).toContain(key.published.kid);
  }
});

test.each([
  ['switch', published, '22T10:09:59.999', '22T10:10:00'],
  ['retire', switched, '23T11:09:59.999', '23T11:10:00'],
] as const)('%s waits until caches and retries are through, unless it is forced', (step, keyring, early, due) => {
  expect(() => take(keyring, step, at(early))).toThrow(`It is too early to ${step}: wait until ${at(due).toISOString()}, or --force it.`);
  expect(take(keyring, step, at(early), { force: true })).not.toEqual(keyring);
  expect(earliestTime(keyring, step)).toEqual(at(due));
});

test.each([
  [{ current: A }, 'publish'],
  [published, 'switch'],
  [switched, 'retire'],
  [retired, 'publish'],
] as const)('of %j only the step %s can be taken, forced or not', (keyring, turn) => {
  expect(nextStep(keyring)).toBe(turn);
  for (const step of STEPS.filter((other) => other !== turn)) {
    expect(() => take(keyring, step, at('30T00:00:00'), { force: true })).toThrow(
      `It is not the turn of ${step}: the next step is ${turn}.`,
    );
  }
});

test('a compromised key is not published once it is retired', () => {
  expect(take(switched, 'retire', at('22T10:11:00'), { force: true, compromised: true }).retired).toEqual([]);
});

test('a retired key is published as long as it is to be kept, and dropped by the first step after that', () => {
  const day = 86_400_000;
  const since = at('23T11:10:00').getTime();
  expect(take(retired, 'publish', new Date(since + 400 * day - 1)).retired).toEqual(retired.retired);
  expect(take(retired, 'publish', new Date(since + 400 * day)).retired).toEqual([]);
});

test('the description names every published key and no seed', () => {
  expect(describeKeys(published)).toEqual([`${kid(A)}  signs`, `${kid(B)}  is published and will sign`]);
  expect(describeKeys(switched)).toEqual([`${kid(B)}  signs`, `${kid(A)}  signs beside it`]);
  expect(describeKeys(retired)).toEqual([`${kid(B)}  signs`, `${kid(A)}  is published since it was retired 2026-11-23T11:10:00.000Z`]);
});
