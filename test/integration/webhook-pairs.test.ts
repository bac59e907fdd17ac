import { ALWAYS } from '../../functions/shared/table/condition.ts';
import { put } from '../../functions/shared/table/transaction.ts';
import { webhookPairsKey } from '../../functions/shared/table/webhook-keys.ts';
import { startTable, type TestTable } from '../../testing/table.ts';
import { ADDRESSES, HOUR, pairsOn } from './pairs-scene.ts';
import { recording, refusing } from './reconciler-endpoint.ts';
import { type Around, dangling, isPending, TOKENS } from './reconciler-scene.ts';

let table: TestTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

const scene = pairsOn(() => table);

test('one that moves back gets a third pair: the first keeps its token', async () => {
  const { run, move, pair } = await scene();
  await run();
  await move(ADDRESSES[0]);
  await run();
  await move('https://crm.example.com/hook', TOKENS[0]);
  await run();
  expect([pair(0), pair(1), pair(2)]).toEqual([
    ['token 1', 'https://crm.example.com/hook'],
    ['token 2', ADDRESSES[0]],
    ['token 3', 'https://crm.example.com/hook'],
  ]);
});

test('of former pairs two are kept: with a third move the oldest goes at once', async () => {
  const { run, move, pairs } = await scene();
  await run();
  const kept: unknown[] = [];
  for (const url of ADDRESSES) {
    await move(url);
    await run();
    kept.push(pairs());
  }
  expect(kept).toEqual([
    [0, 1],
    [0, 1, 2],
    [1, 2, 3],
  ]);
});

test.each<[string, Around]>([
  ['still being authorised', async (name, call) => withState(name, await call(), 'AUTHORIZING')],
  ['refused', async (name, call) => withState(name, await call(), 'DEAUTHORIZED')],
])('a connection that is %s when its endpoint moves is replaced by another, and removed at once', async (_, around) => {
  const { run, move, pairs, pair } = await scene();
  await run(0, around);
  await move(ADDRESSES[0]);
  const calls: string[] = [];
  expect(await run(HOUR, recording(calls))).toBe('settled');
  expect([pairs(), pair(1), calls.includes('UpdateConnection')]).toEqual([[1], ['token 2', ADDRESSES[0]], false]);
});

const withState = <T>(name: string, answer: T, ConnectionState: string): T =>
  name === 'DescribeConnection' && answer ? { ...answer, ConnectionState } : answer;

test('an endpoint that moves on and on while no connection can be authorised has no more than the pair it is sent events by, and the last', async () => {
  const { run, move, pairs, bridge } = await scene();
  await run();
  const refused: Around = async (name, call) => withState(name, await call(), 'DEAUTHORIZED');
  for (const [hour, url] of [...ADDRESSES, ...ADDRESSES].entries()) {
    await move(url);
    expect(await run(hour * HOUR, refused)).toBe('failed');
    expect([pairs(), dangling(bridge)]).toEqual([[0, hour + 1], []]);
  }
});

test('one whose rule cannot be led elsewhere has no more than one further pair', async () => {
  const { run, move, pairs } = await scene();
  await run();
  const refused = refusing(Object.assign(new Error(), { name: 'AccessDeniedException' }), 'PutTargets');
  for (const [hour, url] of [...ADDRESSES, ...ADDRESSES].entries()) {
    await move(url);
    expect(await run(hour * HOUR, refused)).toBe('failed');
    expect(pairs()).toEqual([0, 1]);
  }
  expect(await run(8 * HOUR)).toBe('settled');
  expect(pairs()).toEqual([0, 1, 2]);
});

test('a disabled endpoint that moves, and one that is removed with pairs of before, leave nothing', async () => {
  const { id, run, commands, move, pairs, there } = await scene({ enabled: false });
  await run();
  await move(ADDRESSES[0]);
  expect(await run()).toBe('settled');
  expect(there()).toMatchObject({ rule: { state: 'DISABLED' }, destination: { url: ADDRESSES[0] }, targets: [{ leads: true }] });
  await commands.remove(id);
  expect(await run()).toBe('removed');
  expect([pairs(), await table.table.get(webhookPairsKey(id))]).toEqual([[], undefined]);
});

test('a table that was restored to before a move does not make anew what EventBridge has of another address', async () => {
  const { id, run, move, pair, pairs } = await scene();
  await run();
  const before = [
    await table.table.get({ pk: `WEBHOOK#${id}`, sk: 'WEBHOOK' }),
    await table.table.get({ pk: `WEBHOOK#${id}`, sk: 'TOKEN' }),
  ];
  await move(ADDRESSES[0]);
  await run();
  const drawn = () => new Error('it is in the way');
  await table.table.commit([
    ...before.map((item) => put({ pk: String(item?.pk), sk: String(item?.sk) }, item ?? {}, drawn, ALWAYS)),
    { key: webhookPairsKey(id), action: 'delete', condition: ALWAYS, refusal: drawn },
  ]);
  await move(ADDRESSES[1]);
  expect(await run(HOUR)).toBe('settled');
  expect([pairs(), pair(1)[1], pair(2)[1]]).toEqual([[0, 1, 2], ADDRESSES[0], ADDRESSES[1]]);
});

test('a run that does not hold the endpoint any more writes down no pair, and makes none', async () => {
  const { id, run, move, pairs, bridge } = await scene();
  await run();
  await move(ADDRESSES[0]);
  const late: Around = async (name, call) => {
    const answer = await call();
    if (name === 'DescribeRule') {
      await table.table.commit([
        {
          key: { pk: 'WEBHOOKS-PENDING', sk: id },
          action: { change: { set: { holder: 'another' } } },
          condition: ALWAYS,
          refusal: () => new Error(),
        },
      ]);
    }
    return answer;
  };
  expect(await run(0, late)).toBe('left');
  expect([pairs(), await table.table.get(webhookPairsKey(id)), dangling(bridge)]).toEqual([[0], undefined, []]);
  expect(await isPending({ table: table.table }, id)).toBe(true);
});
