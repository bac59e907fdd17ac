import { Refusal } from '../../../functions/shared/contract/problems.ts';
import { dryRun } from '../../../functions/shared/endpoint/dry-run.ts';
import { exists } from '../../../functions/shared/table/condition.ts';
import { dryRunTable } from '../../../functions/shared/table/table.ts';
import { change, check, put, remove, type Write } from '../../../functions/shared/table/transaction.ts';
import { stubTable } from '../table-stub.ts';

const KEY = { pk: 'a', sk: 'a' };
const condition = exists();
const refusal = () => new Refusal('name-taken', 'taken');
const writes: readonly Write[] = [
  { ...put(KEY, { type: 'guard' }, refusal), consumes: { limitName: 'levels', limit: 10, count: 3, by: 1 } },
  change(KEY, { add: { count: 1 } }, condition, refusal),
  remove(KEY, condition, refusal),
  check(KEY, condition, refusal),
  put(
    KEY,
    {
      type: 'event',
      metadata: { tenant: '/partners/1', changed: ['/name'], actor: 'token:a', previous: { '/name': 'old' } },
      payload: { event: 'partner.updated', data: { id: 1 }, triggeredAt: 'now' },
    },
    refusal,
  ),
];
const reply = { status: 201, headers: { etag: '"1"', location: '/v1/partners/1' }, body: '{"id":1}' };

test('a dry run checks only the conditions, and gets the writes that would take place', async () => {
  const checked: Write[] = [];
  const committed: Write[] = [];
  const table = dryRunTable(stubTable({ tryCommit: async (writes) => void checked.push(...writes) }), (writes) =>
    committed.push(...writes),
  );
  await table.commit(writes);
  expect(checked.map(({ action }) => action)).toEqual(Array(writes.length).fill('check'));
  expect(checked.map(({ condition, key }) => ({ condition, key }))).toEqual(writes.map(({ condition, key }) => ({ condition, key })));
  expect(committed).toEqual(writes);
});

test('a dry run reads from the table', async () => {
  const table = dryRunTable(stubTable({ get: async () => ({ id: 1 }) }), () => undefined);
  expect(await table.get(KEY)).toEqual({ id: 1 });
});

test('a dry run is refused as the request would be, and gets no writes', async () => {
  const committed: unknown[] = [];
  const table = dryRunTable(stubTable({ tryCommit: () => Promise.reject(refusal()) }), (writes) => committed.push(writes));
  await expect(table.commit(writes)).rejects.toMatchObject({ code: 'name-taken' });
  expect(committed).toEqual([]);
});

test('a dry run answers status, body, events and limits, and not what would lead to an entity that is not there', async () => {
  const table = stubTable({ tryCommit: async () => undefined });
  const { status, headers, body } = await dryRun(table, async (unwritten) => {
    await unwritten.commit(writes);
    return reply;
  });
  expect({ status, headers }).toEqual({ status: 200, headers: { 'content-type': 'application/json' } });
  expect(JSON.parse(body ?? '')).toEqual({
    ...{ dryRun: true, status: 201, body: { id: 1 } },
    events: [{ event: 'partner.updated', tenant: '/partners/1', changed: ['/name'], data: { id: 1 } }],
    limits: [{ limitName: 'levels', limit: 10, count: 3, by: 1 }],
  });
});

test('a decision that is taken again counts once', async () => {
  const outcomes = [new Error('overtaken'), undefined];
  const table = stubTable({
    tryCommit: async () => {
      const outcome = outcomes.shift();
      if (outcome) throw outcome;
      return undefined;
    },
  });
  const { body } = await dryRun(table, async (unwritten) => {
    await unwritten.commit(writes).catch(() => unwritten.commit(writes));
    return { status: 204, headers: {} };
  });
  expect(JSON.parse(body ?? '')).toMatchObject({ status: 204, body: null, events: [{ event: 'partner.updated' }] });
});
