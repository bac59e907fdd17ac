import fc from 'fast-check';
import type { EventDetail } from '../../functions/shared/table/events.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Answer, type Api, startApi } from './api.ts';
import { at, makeOrganization } from './organization-samples.ts';
import { faultsOf, storedEvents, storedOrganizations } from './organization-state.ts';
import { makeReseller, newOrganization } from './samples.ts';

let api: Api;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const PLANTED = 4;
const name = fc.constantFrom('one', 'One ', 'two', 'TWO', 'three', 'straße', 'STRASSE', 'ΟΔΟΣ', 'οδος');
const externalId = fc.constantFrom('a', 'b', 'c');
const email = fc.constantFrom('it@example.com', 'IT@example.com', 'ops@example.com');
const which = fc.nat(PLANTED - 1);
const fields = fc.record({ name, email, externalId }, { requiredKeys: ['name'] });
const patch = fc.record({ name, email, externalId: fc.option(externalId) }, { requiredKeys: [] });

/**
 * Something a caller does: to one of the organizations that were planted, or to whichever has a
 * name or an external id.
 */
type Step = (reseller: string, ids: readonly unknown[]) => Promise<Answer>;

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.tuple(which, patch).map(
      ([pick, body]): Step =>
        (reseller, ids) =>
          api.patch(at(reseller, ids[pick]), body),
    ),
  },
  {
    weight: 2,
    arbitrary: fields.map(
      (body): Step =>
        (reseller) =>
          api.post(at(reseller), newOrganization(body)),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(externalId, name).map(
      ([id, named]): Step =>
        (reseller) => {
          return api.put(at(reseller, `by-external-id/${id}`), newOrganization({ name: named }));
        },
    ),
  },
  {
    weight: 2,
    arbitrary: which.map(
      (pick): Step =>
        (reseller, ids) =>
          api.remove(at(reseller, ids[pick])),
    ),
  },
  {
    weight: 2,
    arbitrary: which.map(
      (pick): Step =>
        (reseller, ids) =>
          api.post(`${at(reseller, ids[pick])}:restore`, undefined),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.array(fields, { minLength: 1, maxLength: 3 }).map(
      (rows): Step =>
        (reseller) => {
          return api.post(`${at(reseller)}:batch`, { organizations: rows.map(newOrganization) });
        },
    ),
  },
);

const codesOf = ({ body }: Answer): readonly unknown[] =>
  Array.isArray(body.results) ? body.results.map((result: { readonly body: Item }) => result.body.code) : [body.code];

/**
 * What may come of a step; anything else is a defect. One that is deleted, restored and deleted
 * between two reads may look as if it had never been.
 */
const OUTCOMES = new Set([
  ...[undefined, 'name-taken', 'external-id-taken', 'limit-reached', 'contention'],
  ...['organization-deleted', 'organization-not-deleted', 'organization-not-found'],
]);

test('whatever is done to organizations at the same time, each name and external id has one owner, all are counted, and each change is told once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 5, max: 7 }),
      fc.array(step, { minLength: 6, maxLength: 14 }),
      async (allowedOrganizations, steps) => {
        const reseller = await makeReseller(api, { allowedOrganizations });
        const ids: unknown[] = [];
        for (let index = 0; index < PLANTED; index += 1) ids.push((await makeOrganization(api, reseller)).id);
        const answers = await Promise.all(steps.map((does) => does(reseller, ids)));
        for (const code of answers.flatMap(codesOf)) expect(OUTCOMES).toContain(code);
        expect(await faultsOf(api, reseller)).toEqual([]);
        expect(lastOf(await storedEvents(api, reseller))).toEqual(
          Object.fromEntries((await storedOrganizations(api, reseller)).map((item) => [item.id, item.version])),
        );
      },
    ),
    { numRuns: 20 },
  );
}, 120_000);

/**
 * The versions that the events leave organizations at that were not deleted since; fails when a
 * version was told twice, or not at all.
 */
const lastOf = (events: readonly EventDetail[]): Readonly<Record<string, number>> => {
  const told = Map.groupBy(
    events.filter(({ payload }) => payload.event.startsWith('reseller.organization.')),
    ({ payload }) => String((payload.data as Item).id),
  );
  const lasts = [...told].map(([id, changes]) => {
    const versions = changes.map(({ metadata }) => metadata.version).toSorted((one, other) => one - other);
    expect(versions).toEqual(versions.map((_, index) => index + 1));
    return [id, changes.find(({ metadata }) => metadata.version === versions.length)] as const;
  });
  const there = lasts.filter(([, last]) => last?.payload.event !== 'reseller.organization.deleted');
  return Object.fromEntries(there.map(([id, last]) => [id, last?.metadata.version ?? 0]));
};
