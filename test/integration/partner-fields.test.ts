import { type Api, startApi } from './api.ts';
import { refused, violationsOf } from './refusals.ts';
import { contact, fresh, makePartner, newPartner, type StoredPartner } from './samples.ts';
import { itemsAddedBy } from './stored.ts';

let api: Api;
let root: StoredPartner;

beforeAll(async () => {
  api = await startApi();
  root = await makePartner(api);
});
afterAll(() => api.stop());

const create = (fields: object = {}) => ({
  method: 'POST',
  path: '/v1/partners',
  body: newPartner({ parent: { id: root.id }, ...fields }),
});

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('a partner given the least is completed with its defaults', async () => {
  const given = contact();
  const { status, headers, body } = await api.send(create({ contact: given }));
  expect(status).toBe(201);
  expect(headers).toMatchObject({ etag: '"1"', location: `/v1/partners/${body.id}`, 'content-type': 'application/json' });
  expect(body).toEqual({
    id: expect.any(Number),
    name: expect.any(String),
    reference: expect.stringMatching(UUID_V4),
    isActive: true,
    parent: root,
    contact: { ...given, id: expect.any(Number), isActive: true, sendWelcomeEmail: false },
    version: 1,
    createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    updatedAt: body.createdAt,
  });
});

test('a partner given everything keeps it, and GET answers the same with the verification phrase', async () => {
  const fields = {
    name: fresh('Everything'),
    reference: fresh('reference'),
    billingId: '😀'.repeat(50),
    isActive: false,
    contact: contact({ isActive: false, sendWelcomeEmail: true, userRole: 'Client User' }),
  };
  const { body } = await api.send(create({ ...fields, verificationPhrase: 'blue heron' }));
  expect(body).toMatchObject(fields);
  expect(body).not.toHaveProperty('verificationPhrase');
  const stored = await api.get(`/v1/partners/${body.id}`);
  expect(stored).toMatchObject({ status: 200, headers: { etag: '"1"' } });
  expect(stored.body).toEqual({ ...body, verificationPhrase: 'blue heron' });
});

test('ids are int32 drawn at random, unlike the order of creation', async () => {
  const ids = (await Promise.all(Array.from({ length: 8 }, () => makePartner(api, root)))).map(({ id }) => id);
  expect(ids.every((id) => Number.isInteger(id) && id >= 1 && id <= 2147483647)).toBe(true);
  expect(new Set(ids).size).toBe(8);
  expect(Math.max(...ids) - Math.min(...ids)).toBeGreaterThan(1000);
});

test('a create stores exactly the partner, its contact, its user, its two guards and its event', async () => {
  let id: unknown;
  const added = await itemsAddedBy(api, async () => {
    id = (await api.send(create({ verificationPhrase: 'blue heron' }))).body.id;
  });
  const counts = Object.fromEntries(Object.entries(added).map(([type, { length }]) => [type, length]));
  expect(counts).toEqual({ partner: 1, contact: 1, credential: 1, guard: 2, event: 1 });
  expect(added.partner?.[0]).toMatchObject({ pk: `PARTNER#${id}`, ancestors: [root.id], gsi1pk: `CHILDREN#${root.id}` });
  expect(added.credential?.[0]).not.toHaveProperty('passwordHash');
  const { verificationPhrase: _, ...partner } = added.partner?.[0] ?? {};
  expect(JSON.stringify([added.event, added.contact, added.guard, added.credential, partner])).not.toContain('blue heron');
});

test('the event carries the answer, its tenant, its actor and the request it comes from', async () => {
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  const headers = { traceparent, 'idempotency-key': fresh('key') };
  let body = {};
  const added = await itemsAddedBy(api, async () => {
    body = (await api.send({ ...create(), headers })).body;
  });
  const { id, createdAt } = body as { id: number; createdAt: string };
  expect(added.event?.[0]).toMatchObject({
    pk: `PARTNER#${root.id}`,
    sk: expect.stringMatching(/^EVENT#[0-9a-f]{8}-[0-9a-f]{4}-7/),
    payload: { event: 'partner.created', data: body, triggeredAt: createdAt },
    metadata: {
      eventId: expect.any(String),
      ...{ schemaVersion: 1, version: 1, previousVersion: null, changed: [], previous: {} },
      ...{ tenant: `/partners/${root.id}/${id}`, actor: 'token:operator', requestId: 'request-1', traceparent },
      idempotencyKey: headers['idempotency-key'],
    },
    sourceIp: '192.0.2.7',
  });
});

describe('what must be unique', () => {
  test.each([
    ['in another case', (name: string) => name.toUpperCase()],
    ['with space around it', (name: string) => `\u00a0 ${name}  `],
    ['with more space within it', (name: string) => name.replace(' ', ' \u2003 ')],
    ['in another Unicode form', (name: string) => name.normalize('NFD')],
  ])('a name is taken %s', async (_, spell) => {
    const name = `Crème Brûlée ${fresh()}`;
    await makePartner(api, root, { name });
    await refused(api, create({ name: spell(name) }), 'name-taken');
  });

  test('a name is taken in the whole installation, not only below one parent', async () => {
    await refused(api, { method: 'POST', path: '/v1/partners', body: newPartner({ name: root.name }) }, 'name-taken');
  });

  test('a name with "ẞ" is taken by one with "ß"', async () => {
    const name = fresh('Groß');
    await makePartner(api, root, { name });
    await refused(api, create({ name: name.replace('ß', 'ẞ') }), 'name-taken');
  });

  test('a reference is taken as it is spelled', async () => {
    const reference = fresh('Reference');
    await makePartner(api, root, { reference });
    expect((await refused(api, create({ reference }), 'reference-taken')).body.reference).toBe(reference);
    expect((await api.send(create({ reference: reference.toUpperCase() }))).status).toBe(201);
  });

  test.each([(name: string) => name.toUpperCase(), (name: string) => ` ${name} `])(
    'a user name is taken in any spelling',
    async (spell) => {
      const given = contact();
      await makePartner(api, root, { contact: given });
      await refused(api, create({ contact: contact({ userName: spell(String(given.userName)) }) }), 'user-name-taken');
    },
  );

  test('of 10 creates of one name at once, one succeeds', async () => {
    const name = fresh('Contested');
    const answers = await Promise.all(Array.from({ length: 10 }, () => api.send(create({ name }))));
    expect(answers.map(({ status, body }) => body.code ?? status).sort()).toEqual([201, ...Array.from({ length: 9 }, () => 'name-taken')]);
  });
});

test.each([
  ['name', 255],
  ['reference', 255],
  ['billingId', 50],
  ['verificationPhrase', 255],
  ['firstName', 255],
  ['lastName', 255],
  ['userName', 255],
])('%s holds %i characters, counted as code points, and not one more', async (member, most) => {
  const inContact = ['firstName', 'lastName', 'userName'].includes(member);
  const fields = (value: string) => (inContact ? { contact: contact({ [member]: value }) } : { [member]: value });
  const unique = fresh('').slice(1);
  const longest = unique + '\u{1D160}'.repeat(most - unique.length);
  expect((await api.send(create(fields(longest)))).status).toBe(201);
  const pointer = inContact ? `/contact/${member}` : `/${member}`;
  expect(await violationsOf(api, create(fields(`${longest}x`)))).toEqual([`body ${pointer} too-long`]);
});

test.each(['name', 'reference'])('%s may not be empty or blank', async (member) => {
  expect(await violationsOf(api, create({ [member]: '' }))).toContain(`body /${member} too-short`);
  expect(await violationsOf(api, create({ [member]: ' \u00a0' }))).toEqual([`body /${member} invalid-characters`]);
});

test.each(['userName', 'firstName', 'lastName', 'email', 'phone', 'userRole'])('a contact needs its %s', async (member) => {
  expect(await violationsOf(api, create({ contact: contact({ [member]: undefined }) }))).toEqual([`body /contact/${member} required`]);
});

test('a user name with a colon is refused, because HTTP Basic could not carry it', async () => {
  const call = create({ contact: contact({ userName: 'a:b' }) });
  expect(await violationsOf(api, call)).toEqual(['body /contact/userName invalid-characters']);
});

test('every violation is listed, wherever it stands', async () => {
  const body = { name: 7, contact: { ...contact({ email: 'x', phone: '1' }), nickname: 'A' }, colour: 'red' };
  const headers = { 'idempotency-key': 'a b', 'if-match': 'garbage' };
  expect(
    await violationsOf(api, { method: 'POST', path: '/v1/partners', query: `page=1&billingId=${'x'.repeat(51)}`, body, headers }),
  ).toEqual([
    'body /colour unknown-property',
    'body /contact/email invalid-email',
    'body /contact/nickname unknown-property',
    'body /contact/phone invalid-phone',
    'body /name wrong-type',
    'header /idempotency-key invalid-characters',
    'query /billingId too-long',
    'query /page unknown-property',
  ]);
});
