import { type CanaryDeps, runCanary } from '../../functions/canary/canary.ts';
import { CANARY_RESELLER } from '../../functions/canary/contract.ts';
import { canaryStore } from '../../functions/canary/store.ts';
import { organizationStore } from '../../functions/organizations/store.ts';
import { newId, now } from '../../functions/shared/runtime.ts';
import { unloggedEventRecorder } from '../../functions/shared/table/events.ts';
import { resellerKey } from '../../functions/shared/table/keys.ts';
import { replaceCommit, type Table } from '../../functions/shared/table/table.ts';
import { type Api, startApi } from './api.ts';

let api: Api;
let clock: () => string;

beforeEach(async () => {
  api = await startApi();
  clock = now;
});
afterEach(() => api.stop());

const PATIENCE = 150_000;

const depsOn = (table: Table, changes: Partial<CanaryDeps> = {}): CanaryDeps => ({
  store: canaryStore(table),
  operations: { organizations: organizationStore(table), record: unloggedEventRecorder(newId), newId, now, restoreDays: 0 },
  callApi: async () => undefined,
  now: () => clock(),
  arrivalTimeoutMs: PATIENCE,
  ...changes,
});

const run = (changes: Partial<CanaryDeps> = {}, table = api.table.table) => runCanary('request-1', depsOn(table, changes));

const typesLeft = async () =>
  Object.fromEntries(
    Object.entries(Object.groupBy(await api.items(), ({ type }) => String(type))).map(([type, all]) => [type, all?.length]),
  );

/** After how many of the writes it has made a table dies. */
class Killed extends Error {}
const dyingAfter = (count: number): Table => {
  const { table } = api.table;
  let made = 0;
  return replaceCommit(table, async (writes) => {
    if (made === count) throw new Killed();
    const failed = await table.tryCommit(writes);
    if (failed) return failed;
    made += 1;
    if (made === count) throw new Killed();
    return undefined;
  });
};

test('a run leaves its reseller without organizations, and else only what expires within two days', async () => {
  expect([await run(), await run()]).toEqual([[], []]);
  expect(await typesLeft()).toEqual({ reseller: 1, 'canary-run': 2, event: 4, 'deleted-organization': 2 });
  expect(await api.table.table.get(resellerKey(CANARY_RESELLER))).toMatchObject({ organizationCount: 0 });
  const end = Date.now() / 1000 + 2 * 86_400;
  const lasting = (await api.items()).filter(({ expiresAt }) => !(Number(expiresAt) < end));
  expect(lasting.map(({ type }) => type)).toEqual(['reseller']);
});

test('nobody sees it: not in lists, not in the log, not by its id, and no token is bound to it', async () => {
  await run();
  for (const list of ['/v3/resellers', '/v3/event-logs', '/v3/webhooks']) {
    expect({ list, items: (await api.get(list)).items }).toEqual({ list, items: [] });
  }
  for (const path of ['', '/limits', '/organizations']) {
    expect(await api.get(`/v3/resellers/${encodeURIComponent(CANARY_RESELLER)}${path}`)).toMatchObject({ status: 400 });
  }
  const log = await api.get('/v3/event-logs', { query: `resource=reseller&resourceId=${encodeURIComponent(CANARY_RESELLER)}` });
  expect(log).toMatchObject({ status: 400 });
  const webhook = { name: 'spy', url: 'https://spy.test/', token: 'a-token-of-a-spy', events: ['reseller.*'], resellerId: CANARY_RESELLER };
  expect(await api.post('/v3/webhooks', webhook)).toMatchObject({ status: 400 });
  const bound = await api.bearer({ reseller_id: CANARY_RESELLER });
  expect(await api.get('/v3/event-logs', { as: bound })).toMatchObject({ status: 401, body: { code: 'token-invalid' } });
});

test('runs at the same moment do not disturb each other, the first ever included', async () => {
  const runs = await Promise.all(Array.from({ length: 4 }, () => run()));
  expect(runs.flat()).toEqual([]);
  expect(await typesLeft()).toMatchObject({ reseller: 1, 'canary-run': 4 });
  expect(await typesLeft()).not.toHaveProperty('organization');
});

test.each([1, 2, 3])('a run that dies after its write %i is cleaned up after by the next', async (writes) => {
  const [fault] = await run({}, dyingAfter(writes));
  expect(fault).toMatchObject({ step: 'write', cause: expect.any(Killed) });
  expect(await run()).toEqual([]);
  expect(await typesLeft()).not.toHaveProperty('organization');
  expect(await typesLeft()).not.toHaveProperty('entry');
  expect(await api.table.table.get(resellerKey(CANARY_RESELLER))).toMatchObject({ organizationCount: 0 });
});

test('an event that has not arrived is a fault of the next run, once it is due, until it arrives', async () => {
  const [startedAt, store] = [Date.now(), canaryStore(api.table.table)];
  const at = (ms: number) => () => new Date(startedAt + ms).toISOString();
  clock = at(0);
  await run();
  clock = at(PATIENCE - 1);
  expect(await run()).toEqual([]);
  clock = at(PATIENCE);
  expect(await run()).toMatchObject([{ step: 'event', cause: { message: `the event of the run of ${at(0)()} has not arrived` } }]);
  const first = (await store.listRuns(10)).at(-1)?.organizationId ?? '';
  expect([await store.recordArrival(first, at(1)()), await store.recordArrival(first, at(2)())]).toEqual([true, false]);
  expect(await run()).toEqual([]);
  expect(await store.recordArrival(newId(), at(2)())).toBe(false);
});

test('an API that does not answer well is a fault, and all else is looked at nevertheless', async () => {
  const cause = new Error('GET /healthz answered 503');
  expect(await run({ callApi: () => Promise.reject(cause) })).toEqual([{ step: 'api', cause }]);
  expect(await typesLeft()).toMatchObject({ 'canary-run': 1, 'deleted-organization': 1 });
});
