import { journey, withRuntime } from '../support/journey.ts';
import type { Api } from '../support/journey-api.ts';
import { createReseller, newOrganization, organizationsOf, unique } from '../support/journey-entities.ts';
import { key, refusal } from '../support/journey-partners.ts';
import { createOrganization, deliveredBy, RESELLER_RIGHTS, readAll, reseller } from '../support/journey-resellers.ts';
import { storedItems } from '../support/journey-table.ts';

const here = journey();
const operator = () => here.as(RESELLER_RIGHTS);

/** What became of a row. */
interface Result {
  readonly status: number;
  readonly location?: string;
  readonly replayed?: true;
  readonly body: Readonly<Record<string, unknown>>;
}

const batch = async (api: Api, resellerId: string, organizations: readonly unknown[], { query = '', headers = {} } = {}) => {
  const { status, body } = await api.post(`${organizationsOf(resellerId)}:batch${query}`, { organizations }, headers);
  const answer = query ? (body.body as { readonly results: readonly Result[] }) : body;
  return { status, body, results: answer.results as readonly Result[] };
};

const rows = (count: number) =>
  Array.from({ length: count }, (_, at) =>
    newOrganization({ idempotencyKey: unique(`row-${at}`).replaceAll(' ', '-'), externalId: `row-${at}` }),
  );

/** A refusal without what differs from one request to the next. */
const settled = ({ body: { instance: _, ...body }, replayed: __, ...result }: Result) => ({ ...result, body });
const statusesOf = (results: readonly Result[]): readonly number[] => results.map(({ status }) => status);
const usedBy = async (api: Api, resellerId: string) => (await api.get(`${reseller(resellerId)}/limits`)).body.organizations;

test('100 rows with the limit in their middle: each is answered as a single create would be, and the same again under the same keys', async () => {
  const api = await operator();
  const resellerId = await createReseller(api, { allowedOrganizations: 60 });
  const all = rows(100);
  const first = await batch(api, resellerId, all);
  expect([first.status, statusesOf(first.results)]).toEqual([207, [...Array(60).fill(201), ...Array(40).fill(409)]]);
  for (const [at, { status, location, body }] of first.results.entries()) {
    if (status === 201) {
      const { idempotencyKey: _, ...fields } = all[at] as Record<string, unknown>;
      expect([location, body]).toEqual([`${organizationsOf(resellerId)}/${body.id}`, expect.objectContaining({ ...fields, version: 1 })]);
    } else {
      expect(body).toMatchObject({ code: 'limit-reached', limitName: 'allowedOrganizations', limit: 60, count: 60 });
    }
  }
  expect(await readAll(api, `${organizationsOf(resellerId)}?limit=100`)).toEqual(first.results.slice(0, 60).map(({ body }) => body.id));

  const again = await batch(api, resellerId, all);
  expect(again.results.map(settled)).toEqual(first.results.map(settled));
  expect(again.results.map(({ replayed }) => replayed)).toEqual([...Array(60).fill(true), ...Array(40).fill(undefined)]);
  expect(await usedBy(api, resellerId)).toEqual({ used: 60, allowed: 60, remaining: 0 });

  await api.patch(reseller(resellerId), { allowedOrganizations: 100 });
  const rest = await batch(api, resellerId, all);
  expect(statusesOf(rest.results)).toEqual(Array(100).fill(201));
  expect(rest.results.filter(({ replayed }) => replayed)).toHaveLength(60);
  expect(await usedBy(api, resellerId)).toMatchObject({ used: 100, remaining: 0 });
}, 60_000);

test('a row is the single create it stands for, whichever comes first', async () => {
  const api = await operator();
  const resellerId = await createReseller(api);
  const [header, other] = [key(), key()];
  const [body, later] = [newOrganization(), newOrganization()];
  const single = await api.post(organizationsOf(resellerId), body, header);
  const { results } = await batch(api, resellerId, [
    { ...body, idempotencyKey: header['idempotency-key'] },
    { ...later, idempotencyKey: other['idempotency-key'] },
  ]);
  expect(results[0]).toEqual({ status: 201, location: single.headers.location, replayed: true, body: single.body });
  const replayed = await api.post(organizationsOf(resellerId), later, other);
  expect([replayed.status, replayed.headers['idempotency-replayed'], replayed.body]).toEqual([201, 'true', results[1]?.body]);
  const reused = await batch(api, resellerId, [newOrganization({ idempotencyKey: header['idempotency-key'] })]);
  expect(reused.results).toMatchObject([{ status: 422, body: { code: 'idempotency-key-reused' } }]);
});

test('the key of the request stands for each of its rows', async () => {
  const api = await operator();
  const resellerId = await createReseller(api);
  const [organizations, headers] = [[newOrganization(), newOrganization()], key()];
  const first = await batch(api, resellerId, organizations, { headers });
  const again = await batch(api, resellerId, organizations, { headers });
  expect(again.results).toEqual(first.results.map((result) => ({ ...result, replayed: true })));
  expect(await usedBy(api, resellerId)).toMatchObject({ used: 2 });
});

test('rows that are wrong, or in each other’s way, leave the others as they are', async () => {
  const api = await operator();
  const resellerId = await createReseller(api, { allowedUsers: 9 });
  const name = unique('Twin');
  const { results } = await batch(api, resellerId, [
    newOrganization({ name }),
    newOrganization({ name: ` ${name.toUpperCase()}` }),
    newOrganization({ email: 'nobody', colour: 'red' }),
    newOrganization({ allowedUsers: 10 }),
    'nothing',
    newOrganization({ idempotencyKey: 'with space' }),
    newOrganization({ resellerId: 'another' }),
    newOrganization({ resellerId }),
  ]);
  expect(results.map(({ status, body }) => [status, body.code])).toEqual([
    [201, undefined],
    [409, 'name-taken'],
    [400, 'invalid-request'],
    [409, 'limit-reached'],
    ...Array(3).fill([400, 'invalid-request']),
    [201, undefined],
  ]);
  const pointers = results.map(({ body }) =>
    (body.errors as { pointer: string }[] | undefined)?.map(({ pointer }) => pointer).sort((a, b) => a.localeCompare(b)),
  );
  expect([pointers[2], pointers[4], pointers[5], pointers[6]]).toEqual([['/colour', '/email'], [''], ['/idempotencyKey'], ['/resellerId']]);
});

test('a batch that is no batch is refused as a whole', async () => {
  const api = await operator();
  const resellerId = await createReseller(api);
  const path = `${organizationsOf(resellerId)}:batch`;
  for (const organizations of [[], rows(101), 'all', undefined])
    expect(refusal(await api.post(path, { organizations }))).toEqual([400, 'invalid-request']);
  expect(refusal(await api.post(path, { organizations: [newOrganization()], dryRun: true }))).toEqual([400, 'invalid-request']);
  const reader = await here.as(['reseller:organization:read']);
  expect(refusal(await reader.post(path, { organizations: rows(1) }))).toEqual([403, 'permission-missing']);
  expect(await usedBy(api, resellerId)).toMatchObject({ used: 0 });
});

test('below a reseller that does not exist every row is refused', async () => {
  const { status, results } = await batch(await operator(), 'unknown', rows(2));
  expect([status, results.map(({ status, body }) => [status, body.code])]).toEqual([207, Array(2).fill([404, 'reseller-not-found'])]);
});

withRuntime('the events on the bus, webhook receivers on loopback and the table', () => {
  test('a dry run writes nothing and tells the truth: which rows are refused, by what, and what is published', async () => {
    const api = await operator();
    const resellerId = await createReseller(api, { allowedOrganizations: 10 });
    const { name } = await createOrganization(api, resellerId);
    const [done] = rows(1);
    await batch(api, resellerId, [done]);
    const all = [newOrganization({ name }), done, ...rows(12), newOrganization({ email: 'nobody' })];
    await here.system.runtime.idle();
    const stored = await storedItems(here.system);
    let said = {} as Awaited<ReturnType<typeof batch>>;
    const silent = await deliveredBy(here.system, async () => {
      said = await batch(api, resellerId, all, { query: '?dryRun=true' });
    });
    expect([silent, await storedItems(here.system)]).toEqual([[], stored]);
    expect([said.status, said.body.dryRun, said.body.status]).toEqual([200, true, 207]);

    let real: readonly Result[] = [];
    const told = await deliveredBy(here.system, async () => {
      ({ results: real } = await batch(api, resellerId, all));
    });
    const seen = ({ status, replayed, body }: Result) => ({ status, replayed, name: body.name, code: body.code, count: body.count });
    expect(said.results.map(seen)).toEqual(real.map(seen));
    // The external id of the first of the twelve is taken.
    expect(statusesOf(real)).toEqual([409, 201, 409, ...Array(8).fill(201), ...Array(3).fill(409), 400]);
    expect((said.body.events as { event: string }[]).map(({ event }) => event)).toEqual(told.map(({ event }) => event));
    expect(said.body.limits).toEqual([{ limitName: 'allowedOrganizations', by: 8, limit: 10, count: 10 }]);
    expect(told.map(({ arrivals }) => arrivals)).toEqual(Array(10).fill(1));
    expect(told.filter(({ event }) => event.startsWith('reseller.limit.')).map(({ event }) => event)).toEqual([
      'reseller.limit.approaching',
      'reseller.limit.reached',
    ]);
  }, 20_000);
});
