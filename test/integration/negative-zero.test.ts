import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Api, startApi } from './api.ts';
import { fresh, makeReseller, newOrganization, newReseller } from './samples.ts';

let api: Api;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

/** Every spelling in JSON of a number that a double holds as -0. */
const ZEROS = ['-0', '-0.0', '-0e5', '-0E-5', '-1e-400', '-0.000e+9'];

const withZero = (fields: Item, name: string, zero: string): string => JSON.stringify({ ...fields, [name]: 4711 }).replace('4711', zero);

const events = async () => (await api.items()).filter(({ type }) => type === 'event').length;

const unchanged = async (path: string, request: () => Promise<{ readonly status: number; readonly body: Item }>) => {
  const [before, recorded] = [(await api.get(path)).body, await events()];
  const { status, body } = await request();
  expect([status, body]).toEqual([200, before]);
  expect((await api.get(path)).body).toEqual(before);
  expect(await events()).toBe(recorded);
};

describe.each(ZEROS)('%s', (zero) => {
  test('on 0 changes nothing of a reseller, and publishes nothing', async () => {
    const path = `/v3/resellers/${await makeReseller(api, { allowedUsers: 0, allowedOrganizations: 0 })}`;
    for (const name of ['allowedUsers', 'allowedOrganizations']) await unchanged(path, () => api.patch(path, withZero({}, name, zero)));
  });

  test('on 0 changes nothing of an organization, by PATCH or PUT', async () => {
    const organizations = `/v3/resellers/${await makeReseller(api)}/organizations`;
    const whole = newOrganization({ externalId: fresh('external'), allowedUsers: 0, metadata: { zero: '-0' } });
    const path = String((await api.post(organizations, whole)).headers.location);
    await unchanged(path, () => api.patch(path, withZero({ metadata: { zero: '-0' } }, 'allowedUsers', zero)));
    await unchanged(path, () => api.put(`${organizations}/by-external-id/${whole.externalId}`, withZero(whole, 'allowedUsers', zero)));
  });

  test('is stored, answered and published as 0, by POST, in a batch and from another number', async () => {
    const made = await api.post('/v3/resellers', withZero(newReseller(), 'allowedUsers', zero));
    expect([made.status, made.body.allowedUsers]).toEqual([201, 0]);
    const path = `/v3/resellers/${made.body.id}`;
    const row = withZero(newOrganization(), 'allowedUsers', zero);
    const { status, body } = await api.post(`${path}/organizations:batch`, `{"organizations":[${row}]}`);
    expect([status, body.results]).toEqual([
      207,
      [expect.objectContaining({ status: 201, body: expect.objectContaining({ allowedUsers: 0 }) })],
    ]);
    await api.patch(path, { allowedUsers: 7 });
    expect((await api.patch(path, withZero({}, 'allowedUsers', zero))).body).toMatchObject({ allowedUsers: 0, version: 3 });
    const published = (await api.items()).filter(({ type, pk }) => type === 'event' && String(pk).includes(String(made.body.id)));
    expect(JSON.stringify(published)).not.toContain('-0,');
    expect(published.map(({ metadata }) => (metadata as Item).changed)).toEqual([[], [], ['/allowedUsers'], ['/allowedUsers']]);
  });
});
