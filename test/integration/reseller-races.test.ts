import { createOrganization } from '../../functions/organizations/creation.ts';
import { deleteOrganization } from '../../functions/organizations/deletion.ts';
import { putOrganization } from '../../functions/organizations/put.ts';
import { restoreOrganization } from '../../functions/organizations/restore.ts';
import { organizationStore } from '../../functions/organizations/store.ts';
import { deleteReseller } from '../../functions/resellers/delete.ts';
import { thresholdsOf } from '../../functions/resellers/limits.ts';
import { resellerStore } from '../../functions/resellers/store.ts';
import { updateReseller } from '../../functions/resellers/update.ts';
import { PERMISSIONS } from '../../functions/shared/contract/permissions.ts';
import { newId, now } from '../../functions/shared/runtime.ts';
import { eventRecorder } from '../../functions/shared/table/events.ts';
import { resellerKey } from '../../functions/shared/table/keys.ts';
import type { Table } from '../../functions/shared/table/table.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Api, startApi } from './api.ts';
import { fresh, makeReseller, newOrganization } from './samples.ts';
import { interleave, type Outcome } from './schedule.ts';
import type { StoredEvent } from './stored.ts';

let api: Api;

beforeAll(async () => {
  process.env.LOG_LEVEL = 'SILENT';
  api = await startApi();
});
afterAll(() => api.stop());

const caller = { actor: 'token:operator', permissions: new Set(PERMISSIONS) };
const request = {
  ...{ query: {}, header: {}, body: {}, caller, remember: () => [] },
  origin: { actor: caller.actor, requestId: 'request-1', sourceIp: '192.0.2.7' },
};
const depsOf = (table: Table) => ({
  ...{ organizations: organizationStore(table), resellers: resellerStore(table) },
  ...{ record: eventRecorder({ newId, retentionDays: 400 }), restoreDays: 30, newId, now },
});

/** What is done to a reseller, or to an organization of it. */
type Deed = (table: Table, resellerId: string, id: string) => Promise<unknown>;

const remove: Deed = (table, resellerId) => deleteReseller({ ...request, params: { resellerId } }, depsOf(table));
const change =
  (body: Parameters<typeof updateReseller>[0]['body']): Deed =>
  (table, resellerId) =>
    updateReseller({ ...request, params: { resellerId }, body }, depsOf(table));
const create: Deed = (table, resellerId) =>
  createOrganization(
    { ...request, params: { resellerId }, body: { name: fresh(), email: 'it@example.com', allowedUsers: 1 } },
    depsOf(table),
  );
const put: Deed = (table, resellerId) => {
  const body = { name: fresh(), email: 'it@example.com', allowedUsers: 1 };
  return putOrganization({ ...request, params: { resellerId, externalId: 'crm-1' }, body }, depsOf(table));
};
const restore: Deed = (table, resellerId, id) => restoreOrganization({ ...request, params: { resellerId, id } }, depsOf(table));
const close: Deed = (table, resellerId, id) => deleteOrganization({ ...request, params: { resellerId, id } }, depsOf(table));

const outcomeOf = (outcome: Outcome): string =>
  outcome.status === 'fulfilled' ? 'done' : ((outcome.reason as { readonly code?: string }).code ?? String(outcome.reason));

// By five picks of one of two, every order is taken in which two deeds can make their first calls.
const ORDERS = Array.from({ length: 32 }, (_, bits) => Array.from({ length: 5 }, (__, at) => (bits >> at) & 1));

/**
 * Does two things at once, their calls of the table in that order; answers what became of them and
 * what is stored.
 */
const race = async (order: readonly number[], deeds: readonly [Deed, Deed], resellerId: string, id = '') => {
  const picks = order.values();
  const operations = deeds.map((deed) => (table: Table) => deed(table, resellerId, id));
  const pick = () => picks.next().value ?? 0;
  const outcomes = await interleave(api.table.table, operations, { pick, onCommit: async () => undefined });
  return { outcomes: outcomes.map(outcomeOf), ...(await storedOf(resellerId)) };
};

const storedOf = async (resellerId: string) => {
  const all = { range: { pk: resellerKey(resellerId).pk, prefix: '' }, limit: 1000, after: undefined };
  const { items } = await api.table.table.range(all);
  const ofType = (type: string): readonly Item[] => items.filter((item) => item.type === type);
  const events = (ofType('event') as unknown as readonly StoredEvent[]).map(({ payload }) => payload.event);
  return { reseller: ofType('reseller')[0], organizations: ofType('organization').length, events };
};

/** A reseller without organizations, but with one that was deleted. */
const plant = async (fields: Item): Promise<readonly [resellerId: string, deleted: string]> => {
  const resellerId = await makeReseller(api, fields);
  const { body } = await api.post(`/v3/resellers/${resellerId}/organizations`, newOrganization());
  await api.remove(`/v3/resellers/${resellerId}/organizations/${body.id}`);
  return [resellerId, String(body.id)];
};

describe('a reseller is deleted while an organization comes', () => {
  test.each<[string, Deed, Item, string]>([
    ['by a create', create, {}, 'reseller-not-found'],
    ['by a create that takes the last place', create, { allowedOrganizations: 1 }, 'reseller-not-found'],
    ['by a PUT', put, { allowedOrganizations: 1 }, 'reseller-not-found'],
    ['back by a restore', restore, { allowedOrganizations: 1 }, 'reseller-not-found'],
  ])(
    '%s: in every order one of the two is refused, and no organization is without its reseller',
    async (_, arrive, fields, code) => {
      const ends = new Set<string>();
      for (const order of ORDERS) {
        const { outcomes, reseller, organizations, events } = await race(order, [arrive, remove], ...(await plant(fields)));
        ends.add(String(outcomes));
        const isThere = outcomes[0] === 'done';
        expect(outcomes).toEqual(isThere ? ['done', 'reseller-not-empty'] : [code, 'done']);
        expect([reseller?.organizationCount, organizations]).toEqual(isThere ? [1, 1] : [undefined, 0]);
        expect(events.filter((event) => event === 'reseller.deleted')).toHaveLength(isThere ? 0 : 1);
      }
      expect(ends.size).toBe(2);
    },
    30_000,
  );
});

test('a reseller is deleted while its last organization is: in every order the organization goes, and the reseller only after it', async () => {
  const ends = new Set<string>();
  for (const order of ORDERS) {
    const resellerId = await makeReseller(api);
    const { body } = await api.post(`/v3/resellers/${resellerId}/organizations`, newOrganization());
    const { outcomes, reseller, organizations } = await race(order, [close, remove], resellerId, String(body.id));
    ends.add(String(outcomes));
    expect([outcomes[0], organizations]).toEqual(['done', 0]);
    expect([outcomes[1], reseller?.organizationCount]).toEqual(reseller ? ['reseller-not-empty', 0] : ['done', undefined]);
  }
  expect(ends.size).toBe(2);
}, 30_000);

test('a reseller is deleted while it is changed: in every order it goes, and its last event has the version after the change', async () => {
  const ends = new Set<string>();
  for (const order of ORDERS) {
    const { outcomes, reseller, events } = await race(order, [change({ name: fresh() }), remove], await makeReseller(api));
    ends.add(String(outcomes));
    expect([outcomes[1], reseller]).toEqual(['done', undefined]);
    const updated = outcomes[0] === 'done' ? ['reseller.updated'] : [];
    if (outcomes[0] !== 'done') expect(outcomes[0]).toBe('reseller-not-found');
    expect(events.toSorted()).toEqual(['reseller.created', 'reseller.deleted', ...updated]);
  }
  expect(ends.size).toBe(2);
}, 30_000);

describe('a reseller is changed while an organization comes', () => {
  test.each<[string, Deed, Item, number, readonly string[]]>([
    ['to a limit that this one reaches', change({ allowedOrganizations: 1 }), {}, 1, ['approaching', 'reached']],
    ['from a limit that this one reached', change({ allowedOrganizations: 9 }), { allowedOrganizations: 1 }, 9, ['approaching', 'reached']],
    ['to another name and a limit far away', change({ name: 'New', allowedOrganizations: 7 }), { allowedOrganizations: 9 }, 7, []],
    ['in its name only', change({ name: 'New' }), { allowedOrganizations: 1 }, 1, ['approaching', 'reached']],
  ])(
    '%s: in every order it is counted once, and the limit tells what it must',
    async (_, patch, fields, allowed, told) => {
      for (const order of ORDERS) {
        const { outcomes, reseller, organizations, events } = await race(order, [create, patch], await makeReseller(api, fields));
        expect(outcomes).toEqual(['done', 'done']);
        expect([reseller?.organizationCount, organizations, reseller?.version]).toEqual([1, 1, 2]);
        expect(reseller).toMatchObject({ allowedOrganizations: allowed, ...thresholdsOf(allowed) });
        const limits = events.filter((event) => event.startsWith('reseller.limit.'));
        // A limit that is raised before the organization comes has nothing to tell.
        const isQuiet = allowed === 9 && limits.length === 0;
        expect(limits.toSorted()).toEqual(isQuiet ? [] : told.map((level) => `reseller.limit.${level}`));
      }
    },
    30_000,
  );
});

test('of 50 creates and deletes of empty resellers, ten at once, each leaves either both or neither', async () => {
  const race = async (at: number) => {
    const resellerId = await makeReseller(api, { allowedOrganizations: at % 2 ? 1 : -1 });
    const creating = api.post(`/v3/resellers/${resellerId}/organizations`, newOrganization());
    const removing = api.remove(`/v3/resellers/${resellerId}`);
    const [{ status: made }, { status: removed }] = await Promise.all([creating, removing]);
    const { reseller, organizations } = await storedOf(resellerId);
    return `${made} ${removed} ${reseller?.organizationCount} ${organizations}`;
  };
  const statuses: string[] = [];
  for (let group = 0; group < 5; group += 1) statuses.push(...(await Promise.all(Array.from({ length: 10 }, (_, at) => race(at)))));
  expect(statuses).toHaveLength(50);
  expect(statuses.filter((each) => each !== '201 409 1 1' && each !== '404 204 undefined 0')).toEqual([]);
}, 20_000);

test('of a delete among 50 creates below one reseller, the delete or all creates win', async () => {
  const resellerId = await makeReseller(api);
  const creates = Array.from({ length: 50 }, () => api.post(`/v3/resellers/${resellerId}/organizations`, newOrganization()));
  const [removed, ...made] = await Promise.all([api.remove(`/v3/resellers/${resellerId}`), ...creates]);
  const { reseller, organizations } = await storedOf(resellerId);
  const [expected, count] = removed.status === 204 ? [404, 0] : [201, 50];
  expect(new Set(made.map(({ status }) => status))).toEqual(new Set([expected]));
  expect([organizations, reseller?.organizationCount]).toEqual([count, count || undefined]);
}, 20_000);
