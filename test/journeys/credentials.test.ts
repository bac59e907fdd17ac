import { journey, withSight } from '../support/journey.ts';
import { createPartner } from '../support/journey-entities.ts';
import { basic, eventsOf, key, PARTNER_RIGHTS, pageOf, partner, refusal } from '../support/journey-partners.ts';
import { storedItems } from '../support/journey-table.ts';

const here = journey();
const operator = () => here.as(PARTNER_RIGHTS);
const scene = async () => {
  const api = await operator();
  const id = await createPartner(api);
  return { api, id, credentials: `${partner(id)}/credentials` };
};

interface Credential {
  readonly id: string;
  readonly userName: string;
  readonly secret: string;
}

const signIn = ({ userName, secret }: Credential) => here.api.as(basic(userName, secret));

test('a credential is rotated: the secret shown once, two at most, revoked by DELETE', async () => {
  const { api, id, credentials } = await scene();
  const created = await api.post(credentials, { userRole: 'Partner User' });
  const old = created.body as unknown as Credential;
  expect([created.status, created.headers.location]).toEqual([201, `${credentials}/${old.id}`]);
  expect(created.body).toEqual({
    ...{ id: old.id, userName: `key-${old.id}`, userRole: 'Partner User', createdAt: expect.any(String) },
    secret: expect.stringMatching(/^[\w-]{43}$/),
  });
  expect((await signIn(old).get(partner(id))).status).toBe(200);

  const young = (await api.post(credentials, { userRole: 'Partner Supervisor' })).body as unknown as Credential;
  const third = await api.post(credentials, { userRole: 'Partner User' });
  expect(third).toMatchObject({ status: 409, body: { code: 'limit-reached', limitName: 'credentials', limit: 2, count: 2 } });

  // By a function that has not verified it yet: what was verified is remembered for up to 60
  // seconds.
  expect((await signIn(young).get(`/v1/partners?partner=${id}`)).status).toBe(200);
  expect(await api.delete(`${credentials}/${old.id}`)).toMatchObject({ status: 204, text: '' });
  expect(refusal(await signIn(old).get(`/v1/partners?partner=${id}`))).toEqual([401, 'credentials-invalid']);
  expect(refusal(await api.delete(`${credentials}/${old.id}`))).toEqual([404, 'credential-not-found']);
  expect((await api.post(credentials, { userRole: 'Partner User' })).status).toBe(201);
}, 20_000);

test('the list shows no secret, and when each was last used', async () => {
  const { api, id, credentials } = await scene();
  const made = [await api.post(credentials, { userRole: 'Partner User' }), await api.post(credentials, { userRole: 'Partner Supervisor' })];
  const [used, unused] = made.map(({ body }) => body as unknown as Credential) as [Credential, Credential];
  const before = new Date().toISOString();
  await signIn(used).get(partner(id));
  const list = await api.get(credentials);
  const withoutSecret = ({ secret: _, ...shown }: Credential) => shown;
  expect(list.body).toEqual({
    data: [{ ...withoutSecret(used), lastUsedAt: expect.any(String) }, withoutSecret(unused)],
    next: null,
  });
  expect(pageOf<string>(list, 'lastUsedAt')[0]?.localeCompare(before)).toBe(1);
  for (const { secret } of [used, unused]) expect(list.text).not.toContain(secret);
  const page = await api.get(`${credentials}?limit=1`);
  expect(pageOf(await api.get(`${credentials}?limit=1&cursor=${page.body.next}`))).toEqual([unused.id]);
}, 20_000);

test('a replay under the same key is answered without the secret, and makes no second credential', async () => {
  const { api, credentials } = await scene();
  const header = key();
  const first = await api.post(credentials, { userRole: 'Partner User' }, header);
  const again = await api.post(credentials, { userRole: 'Partner User' }, header);
  const { secret: _, ...shown } = first.body;
  expect(again).toMatchObject({ status: 201, headers: { 'idempotency-replayed': 'true', location: first.headers.location } });
  expect(again.body).toEqual(shown);
  expect(pageOf(await api.get(credentials))).toEqual([first.body.id]);
}, 20_000);

test('five asked for at once are two', async () => {
  const { api, credentials } = await scene();
  const answers = await Promise.all(Array.from({ length: 5 }, () => api.post(credentials, { userRole: 'Partner User' })));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409, 409]);
}, 20_000);

test('a credential has no client role, and is of its own partner only', async () => {
  const { api, credentials } = await scene();
  const other = await scene();
  expect((await api.post(credentials, { userRole: 'Client User' })).status).toBe(400);
  const { body } = await api.post(credentials, { userRole: 'Partner User' });
  expect(refusal(await api.delete(`${other.credentials}/${body.id}`))).toEqual([404, 'credential-not-found']);
});

withSight('the events on the bus and the table', () => {
  test('only a hash of the secret is stored, and nothing of it is published', async () => {
    const { api, credentials } = await scene();
    let secret = '';
    const events = await eventsOf(here.sight, async () => {
      secret = String((await api.post(credentials, { userRole: 'Partner User' }, key())).body.secret);
    });
    expect(events).toEqual([]);
    expect(secret).toHaveLength(43);
    expect(JSON.stringify(await storedItems(here.sight))).not.toContain(secret);
  });
});
