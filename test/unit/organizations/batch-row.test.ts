import { readRow } from '../../../functions/organizations/batch-row.ts';
import type { Violation } from '../../../functions/shared/contract/problems.ts';
import { keyedRequest } from '../../../functions/shared/http/idempotency.ts';

const caller = { actor: 'token:operator', permissions: new Set<never>() };
const body = { name: 'Acme', email: 'it@example.com', allowedUsers: 5 };

/** A batch as the endpoint hands it on. */
const batch = (key?: string) => ({
  ...{ caller, query: {}, params: { resellerId: 'r' }, body: { organizations: [] }, remember: () => [] },
  header: key === undefined ? {} : { 'idempotency-key': key },
  origin: { actor: caller.actor, requestId: 'request-1', sourceIp: '192.0.2.7' },
});

const asSingle = (key: string) => keyedRequest(caller, key, { method: 'POST', path: '/v3/resellers/r/organizations', query: {}, body });

const brokenBy = (row: unknown): readonly string[] => {
  try {
    readRow(batch(), row, 0);
    return [];
  } catch (error) {
    return (error as { readonly violations: readonly Violation[] }).violations.map(
      ({ in: part, pointer, code }) => `${part} ${pointer} ${code}`,
    );
  }
};

test('a row is the single create it stands for, without its key in the body', () => {
  const { request, keyed } = readRow(batch(), { ...body, idempotencyKey: 'key-1' }, 3);
  expect(request).toMatchObject({
    params: { resellerId: 'r' },
    query: {},
    header: {},
    origin: { requestId: 'request-1', idempotencyKey: 'key-1' },
  });
  expect(request.body).toEqual(body);
  expect(keyed).toEqual(asSingle('key-1'));
  expect(request.remember({ status: 201, headers: {} })).toHaveLength(1);
});

test('a row without a key takes that of the batch with its position, and none when there is none', () => {
  expect(readRow(batch('batch'), body, 3).keyed).toEqual(asSingle('batch 3'));
  expect(readRow(batch('batch'), { ...body, idempotencyKey: 'key-1' }, 3).keyed).toEqual(asSingle('key-1'));
  const { request, keyed } = readRow(batch(), body, 3);
  expect({ keyed, remembered: request.remember({ status: 201, headers: {} }), origin: request.origin }).toEqual({
    ...{ keyed: undefined, remembered: [], origin: batch().origin },
  });
});

test.each<[string, unknown, readonly string[]]>([
  ['a text', 'x', ['body  wrong-type']],
  ['null', null, ['body  wrong-type']],
  ['a list', [body], ['body  wrong-type']],
  ['an empty object', {}, ['body /name required', 'body /email required', 'body /allowedUsers required']],
  ['a key that is none', { ...body, idempotencyKey: 'a b' }, ['body /idempotencyKey invalid-characters']],
  ['a number as key', { ...body, idempotencyKey: 7 }, ['body /idempotencyKey wrong-type']],
  ['another reseller', { ...body, resellerId: 'other' }, ['body /resellerId conflicting-values']],
  [
    'too much metadata',
    { ...body, metadata: Object.fromEntries([...Array(40).keys()].map((k) => [k, '€'.repeat(500)])) },
    ['body /metadata too-large'],
  ],
])('%s is refused as a single create refuses it, its key where the row has it', (_, row, violations) => {
  expect(brokenBy(row)).toEqual(violations);
});

test('a row that names the prototype is refused, and not taken for what it inherits', () => {
  expect(brokenBy(JSON.parse('{"name":"Acme","email":"it@example.com","allowedUsers":5,"__proto__":{"description":"x"}}'))).toEqual([
    'body /__proto__ unknown-property',
  ]);
});
