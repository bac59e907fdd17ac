import { randomBytes } from 'node:crypto';
import { CONTRACTS } from '../../functions/operations.ts';
import type { Contract } from '../../functions/shared/contract/contract.ts';
import { httpEvent } from '../../testing/http-event.ts';
import { dataOf, objectsOf, total } from '../support/embedded-metrics.ts';
import { writtenBy } from '../support/log-lines.ts';
import { type Api, type Call, startApi } from './api.ts';
import { basic, contact, newOrganization, newPartner, newReseller, newWebhook } from './samples.ts';
import { deliveryEnvironment } from './webhook-samples.ts';

/** In every name, address and text of these requests, and in nothing else. */
const WHO = `zebulon${randomBytes(4).toString('hex')}`;
const MAIL = `${WHO}@person.example`;
const PHONE = '+4915770077123';
const text = (of: string): string => `${WHO} ${of}`;

let api: Api;
let lines: readonly string[];
const requests = () => objectsOf(lines).filter(({ message }) => message === 'request');

beforeAll(async () => {
  api = await startApi({
    ...deliveryEnvironment,
    RESTORE_DAYS: '30',
    EVENT_BUS_NAME: 'bus',
    LOG_LEVEL: 'INFO',
    INSTALLATION: 'tenantry-test',
  });
  lines = await writtenBy(async () => {
    for (const contract of CONTRACTS) for (const call of misuses(contract)) await api.send(call);
    await useAsMeant();
    const { handler } = await import('../../functions/system/fallback.ts');
    await handler(httpEvent({ path: `/v3/people/${MAIL}`, query: `name=${WHO}` }), {} as never);
  });
}, 60_000);
afterAll(() => api.stop());

/**
 * Persons wherever an operation reads something: in each field, each parameter, each header, and in
 * who signs in.
 */
const misuses = ({ method, path, body, query, params }: Contract): readonly Call[] => {
  const filled = (properties: object) => Object.fromEntries(Object.keys(properties).map((name) => [name, text(name)]));
  const asked = new URLSearchParams({ ...filled(query?.properties ?? {}), [WHO]: MAIL }).toString();
  const given = body && { body: { ...filled(body.properties), [WHO]: { nested: MAIL, phone: PHONE } } };
  const named = path.replace(/\{\w+\}/g, MAIL);
  const numbered = path.replace(/\{\w+\}/g, (variable) =>
    JSON.stringify(params).includes('int32') ? '7' : `${WHO}-${variable.slice(1, -1)}`,
  );
  const headers = { 'idempotency-key': `${WHO}-key`, traceparent: MAIL, 'user-agent': WHO };
  return [
    { method, path: named, query: asked, headers, ...given },
    { method, path: numbered, headers: { 'idempotency-key': `${WHO}-other` }, ...given },
    { method, path: numbered, ...given, as: basic(MAIL, text('password')) },
    { method, path: numbered, ...given, as: `Bearer ${WHO}` },
    ...(method === 'GET' ? [] : [{ method, path: numbered, headers: { 'content-type': 'application/json' }, body: `{"name":"${MAIL}` }]),
  ];
};

const useAsMeant = async (): Promise<void> => {
  const person = { userName: WHO, firstName: text('first'), lastName: text('last'), email: MAIL, phone: PHONE };
  const partner = newPartner({
    name: text('partner'),
    billingId: text('bill'),
    verificationPhrase: text('phrase'),
    contact: contact(person),
  });
  const path = `/v1/partners/${(await api.post('/v1/partners', partner)).body.id}`;
  await api.post('/v1/partners', partner);
  await api.patch(path, { name: text('renamed'), contact: { firstName: text('other') } });
  await api.get('/v1/partners', { query: `name=${encodeURIComponent(text('renamed'))}` });
  await api.post(`${path}/contacts`, contact({ ...person, userName: `${WHO}-2` }));
  await api.post(`${path}/contacts`, contact(person));
  const credential = await api.post(`${path}/credentials`, { userRole: 'Partner Supervisor' });
  await api.get(path, { as: basic(String(credential.body.userName), String(credential.body.secret)) });
  const bound = await api.bearer({ sub: MAIL, partner_id: Number(path.split('/').at(-1)) });
  await api.get(path, { as: bound });
  const reseller = await api.post('/v3/resellers', newReseller({ name: text('reseller'), email: MAIL, description: text('described') }));
  const organizations = `/v3/resellers/${reseller.body.id}/organizations`;
  const organization = newOrganization({
    name: text('organization'),
    email: MAIL,
    address: { city: text('city') },
    metadata: { [WHO]: MAIL },
  });
  await api.put(`${organizations}/by-external-id/${MAIL}`, organization);
  await api.post(organizations, organization);
  await api.post(`${organizations}:batch`, { organizations: [organization, { ...organization, name: text('row') }, { email: WHO }] });
  await api.get(organizations, { query: `search=${WHO}` });
  await api.post(
    '/v3/webhooks',
    newWebhook({ name: text('hook'), url: `https://${WHO}.example.com/${WHO}`, token: `${WHO}-token-of-the-tests` }),
  );
};

test('every operation logged each of its requests, and no line names a person', () => {
  expect(new Set(requests().map(({ operation }) => operation))).toEqual(
    new Set([...CONTRACTS.map(({ operationId }) => operationId), 'fallback']),
  );
  const told = lines.filter((line) => line.toLowerCase().includes(WHO) || line.includes(PHONE.slice(1)));
  expect(told).toEqual([]);
});

test('a line says which operation and route of which tenant it was, how it ended, and who called, by ids', () => {
  const created = requests().find(({ operation, status, actor }) => operation === 'batchOrganizations' && Number(status) < 300 && actor);
  expect(created).toMatchObject({
    level: 'INFO',
    service: 'tenantry',
    installation: 'tenantry-test',
    route: 'POST /v3/resellers/{resellerId}/organizations:batch',
    tenant: expect.stringMatching(/^\/resellers\/[0-9a-f-]{36}$/),
    actor: expect.stringMatching(/^token:[0-9a-f]{16}$/),
    requestId: 'request-1',
    ms: expect.any(Number),
  });
});

test('a refused request says by which code, and what did not fail says none', () => {
  for (const { status, code } of requests().filter(({ operation }) => operation !== 'batchOrganizations')) {
    expect({ status, said: code !== undefined }).toEqual({ status, said: Number(status) >= 400 });
  }
  expect(requests().filter(({ code }) => code === 'name-taken').length).toBeGreaterThan(0);
});

test('a batch counts what it made and each code that its rows were refused with', () => {
  const data = objectsOf(lines).flatMap(dataOf);
  expect(total(data, 'Creates', { resource: 'organization' })).toBe(2);
  expect(total(data, 'Creates', { resource: 'partner' })).toBe(1);
  expect(total(data, 'Creates', { resource: 'credential' })).toBe(1);
  expect(total(data, 'Creates', { resource: 'webhook' })).toBe(1);
  expect(total(data, 'Refusals', { code: 'external-id-taken' }) + total(data, 'Refusals', { code: 'name-taken' })).toBeGreaterThanOrEqual(
    2,
  );
  expect(new Set(data.map(({ dimensions }) => dimensions.installation))).toEqual(new Set(['tenantry-test']));
});
