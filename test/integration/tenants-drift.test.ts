import { RemovalPolicy } from 'aws-cdk-lib';
import { TenantryOrganization, type TenantryOrganizationProps } from '../../lib/tenants/tenantry-organization.ts';
import { TenantryPartner, type TenantryPartnerProps } from '../../lib/tenants/tenantry-partner.ts';
import { TenantryReseller } from '../../lib/tenants/tenantry-reseller.ts';
import { cloudFormation } from '../support/cloudformation.ts';
import { writtenBy } from '../support/log-lines.ts';
import { contact } from './samples.ts';
import { CLIENT_SECRET, type Declare, resourcesOf, startTenants, type Tenants } from './tenants-scene.ts';

let tenants: Tenants;

beforeAll(async () => {
  tenants = await startTenants();
}, 60_000);
afterAll(() => tenants.stop());

const get = async (path: string) => (await tenants.api.api.get(path)).body;

/** Declares a reseller with one organization, which both have this name. */
const pair =
  (name: string, more: Partial<TenantryOrganizationProps> = {}): Declare =>
  (scope, api) => {
    const fields = { api, name, externalId: name, email: 'a@acme.test', allowedUsers: 5 };
    const { driftPolicy = 'overwrite' } = more;
    const reseller = new TenantryReseller(scope, 'Acme', { ...fields, allowedOrganizations: 3, driftPolicy });
    new TenantryOrganization(scope, 'Head', { ...fields, reseller, ...more });
  };

test('what was changed outside is reported by its fields, and overwritten; with `fail` the update fails', async () => {
  const stack = tenants.newStack();
  await stack.deploy(pair('d1', { address: { city: 'Leith' } }));
  const path = `/v3/resellers/${stack.idOf('Acme')}/organizations/${stack.idOf('Head')}`;
  const change = { allowedUsers: 2, description: 'By hand', email: 'b@acme.test', address: { country: 'GB' } };
  await tenants.api.api.patch(path, change);

  const [address, email] = [{ city: 'Leith' }, 'b@acme.test'];
  expect((await stack.deploy(pair('d1', { address, metadata: { a: '1' }, driftPolicy: 'fail' }))).failure).toContain(
    'd1 was changed outside of the stack: email, allowedUsers, address, description',
  );
  expect(await get(path)).toMatchObject({ ...change, version: 2 });

  expect(await stack.deploy(pair('d1', { address, email }))).toEqual({});
  expect(stack.attributesOf('Head')).toMatchObject({ Drift: 'allowedUsers, address, description' });
  const now = await get(path);
  expect(now).toMatchObject({ allowedUsers: 5, email, address, version: 3 });
  expect(now).not.toHaveProperty('description');
  await tenants.api.api.patch(path, { externalId: 'by-hand' });
  expect(await stack.deploy(pair('d1', { address, email: 'c@acme.test' }))).toEqual({});
  expect([stack.attributesOf('Head'), await get(path)]).toMatchObject([
    { Drift: 'externalId' },
    { externalId: 'd1', email: 'c@acme.test' },
  ]);
});

test('an organization that was deleted outside is restored, and a reseller is created again', async () => {
  const stack = tenants.newStack();
  await stack.deploy(pair('d2'));
  const [resellerId, id] = [stack.idOf('Acme'), stack.idOf('Head')];
  const path = `/v3/resellers/${resellerId}`;
  await tenants.api.api.remove(`${path}/organizations/${id}`);
  expect(await stack.deploy(pair('d2', { allowedUsers: 4 }))).toEqual({});
  expect([stack.idOf('Head'), stack.attributesOf('Head')]).toMatchObject([id, { Drift: 'deleted' }]);
  expect(await get(`${path}/organizations/${id}`)).toMatchObject({ allowedUsers: 4 });

  await tenants.api.api.remove(`${path}/organizations/${id}`);
  await tenants.api.api.remove(path);
  const declare: Declare = (scope, api) =>
    void new TenantryReseller(scope, 'Acme', {
      api,
      externalId: 'd2',
      name: 'Anew',
      email: 'a@acme.test',
      allowedUsers: 5,
      allowedOrganizations: 3,
    });
  expect(await stack.deploy(declare)).toEqual({});
  expect(stack.idOf('Acme')).not.toBe(resellerId);
  expect(await get(`/v3/resellers/${stack.idOf('Acme')}`)).toMatchObject({ externalId: 'd2', name: 'Anew' });
});

test('a creation that is run again finds its own, and creates nothing', async () => {
  const [acme] = Object.values(resourcesOf(tenants.api.url, tenants.api.api.secret.arn, pair('d3')));
  const request = {
    RequestType: 'Create' as const,
    RequestId: '5e0f9b0e-2f10-4d8c-9d20-000000000001',
    ResourceType: 'Custom::TenantryReseller',
    LogicalResourceId: 'Acme',
    ResourceProperties: acme?.Properties ?? {},
  };
  const first = await tenants.provider(request);
  expect([first.Status, await tenants.provider(request)]).toEqual(['SUCCESS', first]);
  expect(await tenants.provider({ ...request, RequestId: '5e0f9b0e-2f10-4d8c-9d20-000000000002' })).toMatchObject({ Status: 'FAILED' });
});

test('another address of the API is followed for the same partner, and not for one that only has its id', async () => {
  const { api, provider } = tenants;
  const person = contact() as unknown as TenantryPartnerProps['contact'];
  const partnerNamed =
    (name: string): Declare =>
    (scope, its) =>
      void new TenantryPartner(scope, 'Acme', { api: its, externalId: 'p-address', name, contact: person });
  const stack = cloudFormation(provider);
  const elsewhere = api.url.replace('127.0.0.1', 'localhost');
  const deployTo = (url: string, name: string) => stack.deploy(resourcesOf(url, api.api.secret.arn, partnerNamed(name)));
  expect([await deployTo(api.url, 'Acme'), await deployTo(elsewhere, 'Acme Group')]).toEqual([{}, {}]);
  const path = `/v1/partners/${stack.idOf('Acme')}`;
  expect((await api.api.get(path)).body).toMatchObject({ name: 'Acme Group', externalId: 'p-address' });
  await api.api.patch(path, { externalId: 'p-stranger', name: 'Stranger' });
  // Here the rollback finds the same stranger.
  await expect(deployTo(api.url, 'Acme')).rejects.toThrow('has another external id, so that it is another one');
  expect((await api.api.get(path)).body).toMatchObject({ name: 'Stranger', externalId: 'p-stranger' });
});

test('one token serves many updates, and neither answers nor logs have the credentials', async () => {
  const { secret } = tenants.api.api;
  const text = secret.text ?? '';
  const stack = tenants.newStack();
  const answers: unknown[] = [];
  process.env.LOG_LEVEL = 'INFO';
  const logged = await writtenBy(async () => {
    answers.push(await stack.deploy(pair('d4')));
    secret.text = text.replace(CLIENT_SECRET, `not-${CLIENT_SECRET}`);
    answers.push(await stack.deploy(pair('d4', { allowedUsers: 4 })).catch(String));
    secret.text = 'no JSON, but a password';
    answers.push(await tenants.newStack().deploy(pair('d4b')));
  }).finally(() => {
    process.env.LOG_LEVEL = 'SILENT';
    secret.text = text;
  });
  expect(answers[0]).toEqual({});
  expect(answers[1]).toContain('No token: the issuer answered 401 invalid_client');
  expect(answers[2]).toEqual({ failure: expect.stringContaining('must be a JSON object with `clientId`, `clientSecret`, `tokenUrl`') });
  expect(JSON.stringify(logged)).toContain('tenant applied');
  for (const word of [CLIENT_SECRET, tenants.token, 'a password', 'a@acme.test'])
    expect(JSON.stringify([answers, logged])).not.toContain(word);
  expect(tenants.tokens()).toBeLessThanOrEqual(8);
});

test('a creation that fails later leaves nothing, so that the next one succeeds', async () => {
  const stack = tenants.newStack();
  const declare =
    (allowedUsers: number): Declare =>
    (scope, api) => {
      const fields = { api, email: 'a@acme.test', allowedUsers: 5, allowedOrganizations: 1 };
      const reseller = new TenantryReseller(scope, 'Acme', { ...fields, externalId: 'r-6', name: 'Acme' });
      new TenantryOrganization(scope, 'Head', { api, reseller, externalId: 'o-6', name: 'Head', email: 'a@acme.test', allowedUsers });
    };
  expect((await stack.deploy(declare(6))).failure).toContain('limit-reached');
  expect((await tenants.api.api.get('/v3/resellers', { query: 'externalId=r-6' })).items).toEqual([]);
  expect(await stack.deploy(declare(5))).toEqual({});
});

test('`RemovalPolicy.DESTROY` deletes an organization, which can be restored, and deactivates a partner', async () => {
  const stack = tenants.newStack();
  const [removalPolicy, person] = [RemovalPolicy.DESTROY, contact() as unknown as TenantryPartnerProps['contact']] as const;
  await stack.deploy((scope, api) => {
    const fields = { api, email: 'a@acme.test', allowedUsers: 5 };
    const reseller = new TenantryReseller(scope, 'Acme', { ...fields, externalId: 'r-7', name: 'Acme', allowedOrganizations: 1 });
    new TenantryOrganization(scope, 'Head', { ...fields, reseller, externalId: 'o-7', name: 'Head', removalPolicy });
    new TenantryPartner(scope, 'North', { api, externalId: 'p-7', name: 'North 7', contact: person, removalPolicy });
  });
  const [path, partner] = [
    `/v3/resellers/${stack.idOf('Acme')}/organizations/${stack.idOf('Head')}`,
    `/v1/partners/${stack.idOf('North')}`,
  ];
  expect(await stack.deploy(() => undefined)).toEqual({});
  expect(await get(path)).toMatchObject({ code: 'organization-deleted' });
  expect((await tenants.api.api.post(`${path}:restore`, {})).status).toBe(200);
  expect(await get(partner)).toMatchObject({ isActive: false });
});
