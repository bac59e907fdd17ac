import { RemovalPolicy } from 'aws-cdk-lib';
import { TenantryOrganization, type TenantryOrganizationProps } from '../../lib/tenants/tenantry-organization.ts';
import { TenantryPartner, type TenantryPartnerProps } from '../../lib/tenants/tenantry-partner.ts';
import { TenantryReseller, type TenantryResellerProps } from '../../lib/tenants/tenantry-reseller.ts';
import { contact, makePartner, newReseller } from './samples.ts';
import { type Declare, startTenants, type Tenants } from './tenants-scene.ts';

let tenants: Tenants;

beforeAll(async () => {
  tenants = await startTenants();
}, 60_000);
afterAll(() => tenants.stop());

const get = async (path: string) => (await tenants.api.api.get(path)).body;

const withReseller =
  (fields: Partial<TenantryResellerProps> & { readonly externalId: string }): Declare =>
  (stack, api) =>
    void new TenantryReseller(stack, 'Acme', {
      api,
      name: 'Acme',
      email: 'ops@acme.test',
      allowedUsers: 5,
      allowedOrganizations: 9,
      ...fields,
    });

test('a reseller and its organization are created, renamed in place, and retained when they are declared no longer', async () => {
  const stack = tenants.newStack();
  const declare =
    (name: string, more: Partial<TenantryOrganizationProps> = {}): Declare =>
    (scope, api) => {
      const reseller = new TenantryReseller(scope, 'Acme', {
        api,
        externalId: 'r-1',
        name,
        email: 'a@acme.test',
        allowedUsers: 5,
        allowedOrganizations: -1,
      });
      const fields = { api, reseller, externalId: 'o-1', name: `${name} Ltd`, email: 'it@acme.test', allowedUsers: 3 };
      new TenantryOrganization(scope, 'Head', { ...fields, metadata: { tier: '7', isGold: 'true' }, ...more });
    };

  expect(await stack.deploy(declare('Acme'))).toEqual({});
  const [resellerId, id] = [stack.idOf('Acme'), stack.idOf('Head')];
  const path = `/v3/resellers/${resellerId}/organizations/${id}`;
  expect(await get(`/v3/resellers/${resellerId}`)).toMatchObject({
    externalId: 'r-1',
    name: 'Acme',
    allowedUsers: 5,
    allowedOrganizations: -1,
  });
  expect(await get(path)).toMatchObject({ externalId: 'o-1', name: 'Acme Ltd', allowedUsers: 3, metadata: { tier: '7', isGold: 'true' } });
  expect(stack.attributesOf('Head')).toEqual({ Id: id, Url: `${tenants.api.url}${path}`, Drift: 'none' });

  expect(await stack.deploy(declare('Acme Group', { metadata: {}, description: 'Renamed' }))).toEqual({});
  expect([stack.idOf('Acme'), stack.idOf('Head')]).toEqual([resellerId, id]);
  expect(await get(path)).toMatchObject({ id, name: 'Acme Group Ltd', description: 'Renamed', version: 2 });
  expect(stack.attributesOf('Head')).toMatchObject({ Drift: 'none' });

  expect(await stack.deploy(declare('Acme Group', { externalId: 'o-2', allowedUsers: 4 }))).toEqual({});
  expect([stack.idOf('Head'), await get(path)]).toEqual([id, expect.objectContaining({ externalId: 'o-2', allowedUsers: 4, version: 3 })]);
  expect(await get(path)).not.toHaveProperty('description');

  expect(await stack.deploy(() => undefined)).toEqual({});
  expect(await get(path)).toMatchObject({ id, version: 3 });
});

test('a failed update is rolled back, and publishes nothing', async () => {
  await tenants.api.api.post('/v1/partners', { name: 'Taken by another', contact: contact() });
  const parent = await makePartner(tenants.api.api);
  const stack = tenants.newStack();
  const person = contact({ sendWelcomeEmail: false, isActive: true }) as TenantryPartnerProps['contact'];
  const declare =
    (name: string, allowedUsers: number): Declare =>
    (scope, api) => {
      new TenantryReseller(scope, 'Acme', {
        api,
        externalId: 'r-2',
        name: 'Acme',
        email: 'a@acme.test',
        allowedUsers,
        allowedOrganizations: 1,
        driftPolicy: 'fail',
      });
      new TenantryPartner(scope, 'North', { api, externalId: 'p-2', parent: parent.id, name, contact: person, driftPolicy: 'fail' });
    };
  expect(await stack.deploy(declare('North 2', 5))).toEqual({});
  const [reseller, partner] = [`/v3/resellers/${stack.idOf('Acme')}`, `/v1/partners/${stack.idOf('North')}`];
  const before = [await get(reseller), await get(partner)];

  expect((await stack.deploy(declare('Taken by another', 6))).failure).toContain('name-taken');
  const after = [await get(reseller), await get(partner)];
  expect(after[0]).toMatchObject({ allowedUsers: 5, version: 3 });
  expect(after[1]).toEqual(before[1]);

  const published = (await tenants.api.webhooks()).length;
  expect(await stack.deploy(declare('North 2', 5))).toEqual({});
  expect(await tenants.api.webhooks()).toHaveLength(published);
});

test('a partner moves in place with its branch, and keeps the phrase that no template has', async () => {
  const [one, other] = [await makePartner(tenants.api.api), await makePartner(tenants.api.api)];
  const stack = tenants.newStack();
  const [north, south] = [contact(), contact()] as unknown as readonly TenantryPartnerProps['contact'][];
  const declare =
    (parent: number, more: Partial<TenantryPartnerProps> = {}): Declare =>
    (scope, api) => {
      const top = new TenantryPartner(scope, 'North', {
        api,
        externalId: 'p-3',
        parent,
        name: 'North 3',
        contact: north as never,
        ...more,
      });
      new TenantryPartner(scope, 'South', { api, externalId: 'p-3-1', parent: top, name: 'South 3', contact: south as never });
    };
  expect(await stack.deploy(declare(one.id, { billingId: 'B-1' }))).toEqual({});
  const path = `/v1/partners/${stack.idOf('North')}`;
  await tenants.api.api.patch(path, { verificationPhrase: 'blue heron', isActive: false });

  expect(await stack.deploy(declare(other.id, { billingId: 'B-2' }))).toEqual({});
  const moved = { parent: { id: other.id }, billingId: 'B-2', verificationPhrase: 'blue heron', isActive: false };
  expect(await get(path)).toMatchObject(moved);
  expect(stack.attributesOf('North')).toMatchObject({ Drift: 'none' });
  expect(await stack.deploy(declare(other.id, { name: 'North 3b' }))).toEqual({});
  expect(await get(path)).toMatchObject({ name: 'North 3b', parent: { id: other.id }, verificationPhrase: 'blue heron' });
  expect(await get(path)).not.toHaveProperty('billingId');
  expect(await get(`/v1/partners/${stack.idOf('South')}`)).toMatchObject({ parent: { id: Number(stack.idOf('North')) } });

  const root: Declare = (scope, api) => {
    const top = new TenantryPartner(scope, 'North', { api, externalId: 'p-3', name: 'North 3b', contact: north as never });
    new TenantryPartner(scope, 'South', { api, externalId: 'p-3-1', parent: top, name: 'South 3', contact: south as never });
  };
  expect((await stack.deploy(root)).failure).toContain('not to or from the root partners');
});

test('an organization moves to no other reseller: the update fails and loses nothing', async () => {
  const stack = tenants.newStack();
  const declare =
    (at: 0 | 1): Declare =>
    (scope, api) => {
      const fields = { api, email: 'a@acme.test', allowedUsers: 5, allowedOrganizations: 1 };
      const both = ['One', 'Two'].map((name) => new TenantryReseller(scope, name, { ...fields, externalId: `r-4-${name}`, name }));
      const reseller = both[at] as TenantryReseller;
      new TenantryOrganization(scope, 'Head', { api, reseller, externalId: 'o-4', name: 'Head', email: 'a@acme.test', allowedUsers: 1 });
    };
  expect(await stack.deploy(declare(0))).toEqual({});
  const path = `/v3/resellers/${stack.idOf('One')}/organizations/${stack.idOf('Head')}`;
  expect((await stack.deploy(declare(1))).failure).toContain('cannot move to another reseller');
  expect(await get(path)).toMatchObject({ externalId: 'o-4', version: 1 });
  expect((await tenants.api.api.get(`/v3/resellers/${stack.idOf('Two')}/organizations`)).items).toEqual([]);
});

test('an external id that is taken is refused, and taken over with `adopt`', async () => {
  const { body: there } = await tenants.api.api.post('/v3/resellers', newReseller({ externalId: 'r-5' }));
  const stack = tenants.newStack();
  expect((await stack.deploy(withReseller({ externalId: 'r-5' }))).failure).toContain('already a reseller with the external id r-5');
  expect(await get(`/v3/resellers/${there.id}`)).toEqual(there);
  expect(await stack.deploy(withReseller({ externalId: 'r-5', adopt: true }))).toEqual({});
  expect(stack.idOf('Acme')).toBe(there.id);
  expect(await get(`/v3/resellers/${there.id}`)).toMatchObject({ name: 'Acme', version: 2 });
  const destroyed = withReseller({ externalId: 'r-5', adopt: true, removalPolicy: RemovalPolicy.DESTROY });
  await expect((async () => stack.deploy(destroyed))()).rejects.toThrow('exclude each other');
});
