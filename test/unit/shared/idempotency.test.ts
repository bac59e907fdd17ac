import fc from 'fast-check';
import { findAnswer, keyedRequest, remember, replay } from '../../../functions/shared/http/idempotency.ts';
import type { Item } from '../../../functions/shared/table/transaction.ts';
import { stubTable } from '../table-stub.ts';
import { itemOf } from '../written.ts';

const caller = { actor: 'token:a', permissions: new Set<never>() };
const request = keyedRequest(caller, 'key', { body: { a: 1 } });
const reply = { status: 201, headers: { etag: '"1"' }, body: '{}' };
const at = new Date('2026-11-22T14:15:22.999Z');

const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, part]) => [name, shuffled(part)]);
  return Object.fromEntries(members.reverse());
};

test('the fingerprint does not depend on the order of members', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (body) => {
      expect(keyedRequest(caller, 'k', { body: shuffled(body) })).toEqual(keyedRequest(caller, 'k', { body }));
    }),
  );
});

test('the fingerprint tells different requests apart', () => {
  const value = fc.jsonValue({ maxDepth: 3 });
  fc.assert(
    fc.property(value, value, (one, other) => {
      fc.pre(JSON.stringify(shuffled(shuffled(one))) !== JSON.stringify(shuffled(shuffled(other))));
      const same = keyedRequest(caller, 'k', { one }).fingerprint === keyedRequest(caller, 'k', { one: other }).fingerprint;
      expect(same).toBe(isSame(one, other));
    }),
  );
});

const isSame = (one: unknown, other: unknown): boolean => {
  try {
    expect(JSON.parse(JSON.stringify(one))).toEqual(JSON.parse(JSON.stringify(other)));
    return true;
  } catch {
    return false;
  }
};

test('a list in another order is another request', () => {
  expect(keyedRequest(caller, 'k', { body: [1, 2] }).fingerprint).not.toBe(keyedRequest(caller, 'k', { body: [2, 1] }).fingerprint);
});

test('the id tells callers, their tenants and keys apart, however they are joined', () => {
  const scopes = [
    [{ ...caller, actor: 'token:a' }, 'b'],
    [{ ...caller, actor: 'token:ab' }, ''],
    [{ ...caller, resellerId: 'b' }, 'b'],
    [{ ...caller, resellerId: '1' }, 'b'],
    [{ ...caller, partnerId: 1 }, 'b'],
    [{ ...caller, partnerId: 1, resellerId: '1' }, 'b'],
  ] as const;
  expect(new Set(scopes.map(([who, key]) => keyedRequest(who, key, {}).id)).size).toBe(scopes.length);
});

test('a stored answer is replayed as it was, and marked', () => {
  const record = { fingerprint: request.fingerprint, reply };
  expect(replay(record, request)).toEqual({ status: 201, headers: { etag: '"1"', 'idempotency-replayed': 'true' }, body: '{}' });
});

test('the answer of another request is not replayed', () => {
  expect(() => replay({ fingerprint: 'other', reply }, request)).toThrow(
    expect.objectContaining({
      code: 'idempotency-key-reused',
      message: 'This Idempotency-Key was used with another request within the last 24 hours.',
    }),
  );
});

const tableWith = (item: Item | undefined) => stubTable({ get: async () => item });

test('a record lives 24 hours to the second and may be overwritten from then on', async () => {
  const item = itemOf(remember(request, reply, at));
  const expiresAt = Math.floor(at.getTime() / 1000) + 86_400;
  expect(item).toMatchObject({ type: 'idempotency', expiresAt, fingerprint: request.fingerprint, reply });
  const found = (seconds: number) => findAnswer(tableWith(item), request, new Date(seconds * 1000));
  expect(await found(expiresAt - 1)).toMatchObject({ status: 201 });
  expect(await found(expiresAt)).toBeUndefined();
  const later = remember(request, reply, new Date(expiresAt * 1000));
  expect([undefined, { pk: 'a', expiresAt }, { pk: 'a', expiresAt: expiresAt + 1 }].map(later.condition.holds)).toEqual([
    true,
    true,
    false,
  ]);
});

test('no record is no answer', async () => {
  expect(await findAnswer(tableWith(undefined), request, at)).toBeUndefined();
});

test('a key that is taken is answered from its record, and its digests are short text', () => {
  const record = { fingerprint: 'x' };
  expect(remember(request, reply, at).refusal(record)).toMatchObject({ record, message: 'the Idempotency-Key was used before' });
  expect([request.id, request.fingerprint]).toEqual(Array.from({ length: 2 }, () => expect.stringMatching(/^[\w-]{43}$/)));
});
