import type { EventDetail } from '../../functions/shared/table/events.ts';
import { type Api, startApi } from '../integration/api.ts';
import { at, deleteOrganization } from '../integration/organization-samples.ts';
import { makePartner, makeReseller, newOrganization } from '../integration/samples.ts';
import { backfillScene, crmRule, withSmallPages } from '../support/backfill-scene.ts';

const PAGE = 7;
const ORGANIZATIONS = 40;

let api: Api;
let scene: ReturnType<typeof backfillScene>;
let resellers: readonly string[];

beforeAll(async () => {
  api = await startApi({ RESTORE_DAYS: '30' });
  resellers = [await makeReseller(api), await makeReseller(api)];
  for (const reseller of resellers) {
    const organizations = Array.from({ length: ORGANIZATIONS }, () => newOrganization());
    const { body } = await api.post(`${at(reseller)}:batch`, { organizations });
    const ids = (body.results as readonly { readonly body: { readonly id: string } }[]).map((result) => result.body.id);
    for (const id of ids.slice(0, 10)) await deleteOrganization(api, reseller, id);
  }
});
afterAll(() => api.stop());
afterEach(() => scene.close());

const idsOf = (events: readonly { readonly detail: EventDetail }[]): readonly string[] =>
  events.map(({ detail }) => detail.metadata.eventId);

/**
 * Runs a backfill whole, and then another one that a signal stops after every call, and that is
 * resumed until it is complete. Returns what was sent by both.
 */
const stoppedAtEveryCall = async (args: readonly string[], pattern: object) => {
  const table = withSmallPages(api.table.table, PAGE);
  const rules = { crm: { pattern, state: 'ENABLED' as const } };
  let stop = new AbortController();
  let onPut = (): void => undefined;
  scene = backfillScene({ table, rules, onPut: async () => onPut() });
  const given = ['--to', 'crm', '--settle', '0', '--rate', '1000', ...args];
  expect(await scene.run(given)).toMatchObject({ state: 'COMPLETED' });
  const whole = idsOf(scene.delivered.splice(0));
  onPut = () => stop.abort();
  let result = await scene.run(given, { stopped: stop.signal });
  const sizes: number[] = [];
  while (result.state === 'STOPPED' && sizes.length < whole.length) {
    sizes.push(scene.delivered.length);
    stop = new AbortController();
    result = await scene.run([...given, '--resume'], { stopped: stop.signal });
  }
  return { whole, resumed: idsOf(scene.delivered), result, sizes };
};

test('a backfill that is stopped after every call, over all pages, goes on where it was: nothing is left out or sent twice', async () => {
  const args = ['--events', 'reseller.snapshot,reseller.organization.snapshot', '--with-deleted'];
  const { whole, resumed, result, sizes } = await stoppedAtEveryCall(args, crmRule([{ prefix: 'reseller.' }]));
  expect(whole.length).toBeGreaterThanOrEqual(2 * (ORGANIZATIONS + 1));
  // Every list was left in its middle, several pages from its begin.
  expect(sizes.length).toBeGreaterThan((2 * ORGANIZATIONS) / PAGE / 2);
  expect(resumed).toEqual(whole);
  expect(result).toMatchObject({ state: 'COMPLETED', events: { 'reseller.organization.snapshot': expect.any(Number) } });
  expect(Object.values(result.events).reduce((sum, count) => sum + count, 0)).toBe(whole.length);
});

test('partners that are sent are left out by the next call, parents and children alike, except the last one', async () => {
  const top = await makePartner(api);
  for (let count = 0; count < 2 * PAGE; count += 1) await makePartner(api, await makePartner(api, top));
  const args = ['--events', 'partner.snapshot', '--tenant', `/partners/${top.id}`];
  const { whole, resumed, sizes } = await stoppedAtEveryCall(args, crmRule([{ prefix: 'partner.' }]));
  expect(whole).toHaveLength(1 + 4 * PAGE);
  expect(sizes.length).toBeGreaterThan(1);
  // The last one of a call may come again: its contacts were still to come.
  expect(resumed.length - whole.length).toBeLessThanOrEqual(sizes.length);
  expect([...new Set(resumed)]).toEqual(whole);
});
