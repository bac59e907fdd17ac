import { journey, withRuntime, withSight } from '../support/journey.ts';
import { credentialFor } from '../support/journey-credential.ts';
import { createPartner, createReseller, newPartner, organizationsOf, unique } from '../support/journey-entities.ts';

const here = journey();
const operator = () =>
  here.as(['reseller:write', 'reseller:organization:create', 'reseller:organization:read', 'partner:create', 'partner:read']);

const inOrder = (a: string, b: string) => a.localeCompare(b);

// The request example that the project was founded on.
const example = {
  name: 'string',
  email: 'user@example.com',
  description: 'string',
  allowedUsers: -1,
  address: {
    addressLine1: 'string',
    addressLine2: 'string',
    city: 'string',
    state: 'string',
    country: 'string',
    postalCode: 'string',
  },
  resellerId: 'string',
};

test("the seed's organization is created when its reseller id repeats the path's, and answered with the seed's fields", async () => {
  const api = await operator();
  const resellerId = await createReseller(api);
  const { status, headers, body } = await api.post(organizationsOf(resellerId), { ...example, resellerId });
  const { resellerId: _, ...fields } = example;
  expect(status).toBe(201);
  expect(body).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    ...fields,
    version: 1,
    createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    updatedAt: body.createdAt,
  });
  expect(await api.get(String(headers.location))).toMatchObject({ status: 200, body });
});

test("the seed's literal example names another reseller than the path and is refused", async () => {
  const api = await operator();
  const { status, body } = await api.post(organizationsOf(await createReseller(api)), example);
  expect(status).toBe(400);
  expect(body.errors).toEqual([expect.objectContaining({ in: 'body', pointer: '/resellerId', code: 'conflicting-values' })]);
});

test("the seed's literal path has no reseller behind it", async () => {
  const { status, body } = await (await operator()).post(organizationsOf('string'), example);
  expect([status, body.code]).toEqual([404, 'reseller-not-found']);
});

test("a partner is created from the seed's query parameters alone", async () => {
  const api = await operator();
  const [parentName, userName, name, reference] = [unique('Parent'), unique('user'), unique('Child'), unique('reference')];
  const parentId = await createPartner(api, { name: parentName });
  const query = new URLSearchParams({
    ...{ name, reference, billingId: 'B-1', verificationPhrase: 'blue heron', isActive: 'true' },
    ...{ 'parent.id': String(parentId), 'parent.name': parentName },
    ...{ 'contact.userName': userName, 'contact.firstName': 'Ada', 'contact.lastName': 'Lovelace', 'contact.email': 'ada@example.com' },
    ...{ 'contact.phone': '+14155552671', 'contact.userRole': 'Partner User', 'contact.isActive': 'true' },
    'contact.sendWelcomeEmail': 'false',
  });
  const { status, headers, body } = await api.send({ method: 'POST', path: `/v1/partners?${query}` });
  expect(status).toBe(201);
  expect(body).toMatchObject({ name, reference, billingId: 'B-1', isActive: true, parent: { id: parentId, name: parentName } });
  expect(body.contact).toMatchObject({ userName, phone: '+14155552671', userRole: 'Partner User', sendWelcomeEmail: false });
  expect(body).not.toHaveProperty('verificationPhrase');
  expect((await api.get(String(headers.location))).body).toEqual({ ...body, verificationPhrase: 'blue heron' });
});

test('a query parameter that contradicts the body, or is none of the seed’s, is refused', async () => {
  const api = await operator();
  const contradicting = await api.post(`/v1/partners?name=Other`, newPartner());
  expect(contradicting.body.errors).toEqual([expect.objectContaining({ in: 'query', pointer: '/name', code: 'conflicting-values' })]);
  const unknown = await api.post(`/v1/partners?contact.id=1`, newPartner());
  expect(unknown.body.errors).toEqual([expect.objectContaining({ in: 'query', pointer: '/contact.id', code: 'unknown-property' })]);
});

withSight('the table', () => {
  test('a partner with Basic credentials creates a sub-partner below itself, and nobody signs in with a wrong password', async () => {
    const parentId = await createPartner(await operator());
    const { userName, password } = await credentialFor(here.sight, parentId, 'Partner Supervisor');
    const basic = (secret: string) => here.api.as(`Basic ${Buffer.from(`${userName}:${secret}`).toString('base64')}`);
    const { status, body } = await basic(password).post('/v1/partners', newPartner({ parent: { id: parentId } }));
    expect([status, body.parent]).toEqual([201, expect.objectContaining({ id: parentId })]);
    expect(await basic('wrong').get(`/v1/partners/${parentId}`)).toMatchObject({ status: 401, body: { code: 'credentials-invalid' } });
    expect((await basic('').get(`/v1/partners/${parentId}`)).headers['www-authenticate']).toMatch(/^Bearer .*, Basic realm=/);
  });
});

withRuntime('webhook receivers on loopback', () => {
  test('the webhook is the three members of the seed, at every subscribed endpoint, with its ids and its credentials', async () => {
    const api = await operator();
    const resellerId = await createReseller(api);
    const { body } = await api.post(organizationsOf(resellerId), { ...example, resellerId });
    await here.system.runtime.idle();
    const arrived = here.system.receiver.arrivals.filter((arrival) => arrival.body.data.id === body.id);

    expect(arrived.map(({ endpoint }) => endpoint).sort(inOrder)).toEqual(['api-key', 'basic', 'oauth']);
    for (const arrival of arrived) {
      expect(arrival.body).toEqual({ event: 'reseller.organization.created', data: body, triggeredAt: body.createdAt });
      expect(arrival.event).toBe('reseller.organization.created');
    }
    expect(new Set(arrived.map(({ id }) => id)).size).toBe(1);
    const credentials = Object.fromEntries(arrived.map(({ endpoint, token, authorization }) => [endpoint, token ?? authorization]));
    expect(credentials).toEqual({
      'api-key': 'key-of-the-journey',
      basic: `Basic ${Buffer.from('tenantry:password-of-the-journey').toString('base64')}`,
      oauth: 'Bearer token-of-the-journey',
    });
  });

  test('an endpoint gets only what it subscribes to', async () => {
    const api = await operator();
    const [resellerId, partnerId] = [await createReseller(api), await createPartner(api)];
    await here.system.runtime.idle();
    const endpointsOf = (id: unknown) =>
      here.system.receiver.arrivals
        .filter(({ body }) => body.data.id === id)
        .map(({ endpoint }) => endpoint)
        .sort(inOrder);
    expect(endpointsOf(resellerId)).toEqual(['api-key']);
    expect(endpointsOf(partnerId)).toEqual(['api-key', 'oauth']);
  });
});
