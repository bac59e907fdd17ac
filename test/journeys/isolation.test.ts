import type { WireAnswer } from '../../testing/wire.ts';
import { journey, withSight } from '../support/journey.ts';
import { credentialFor } from '../support/journey-credential.ts';
import {
  createPartner,
  createReseller,
  newOrganization,
  newPartner,
  newReseller,
  organizationsOf,
  unique,
} from '../support/journey-entities.ts';

const here = journey();
const resellerRights = ['reseller:write', 'reseller:read', 'reseller:organization:create', 'reseller:organization:read'];
const partnerRights = ['partner:create', 'partner:read'];
const code = ({ status, body }: WireAnswer) => [status, body.code];

describe('a token bound to one reseller', () => {
  const marks = { name: unique('Secretive'), email: 'secretive@organization.example', description: 'unlisted' };
  const scene = async () => {
    const operator = await here.as(resellerRights);
    const [own, other] = [await createReseller(operator), await createReseller(operator, marks)];
    const organization = await operator.post(organizationsOf(other), newOrganization(marks));
    return { own, other, organization: String(organization.body.id), bound: await here.as(resellerRights, { reseller: own }) };
  };

  test('works inside its own reseller', async () => {
    const { own, bound } = await scene();
    expect((await bound.get(`/v3/resellers/${own}`)).status).toBe(200);
    expect((await bound.post(organizationsOf(own), newOrganization())).status).toBe(201);
  });

  test("neither reads nor writes another's, and learns nothing of it", async () => {
    const { own, other, organization, bound } = await scene();
    const refused = [
      await bound.get(`/v3/resellers/${other}`),
      await bound.get(`${organizationsOf(other)}/${organization}`),
      await bound.post(organizationsOf(other), newOrganization()),
      await bound.get('/v3/resellers/none-at-all'),
    ];
    expect(refused.map(code)).toEqual(Array(4).fill([403, 'foreign-tenant']));
    const under = await bound.get(`${organizationsOf(own)}/${organization}`);
    expect(code(under)).toEqual([404, 'organization-not-found']);
    for (const { text } of [...refused, under]) for (const mark of Object.values(marks)) expect(text).not.toContain(mark);
  });

  test('makes no reseller and has no part in partners', async () => {
    const { own } = await scene();
    const bound = await here.as([...resellerRights, ...partnerRights], { reseller: own });
    expect(code(await bound.post('/v3/resellers', newReseller()))).toEqual([403, 'foreign-tenant']);
    expect(code(await bound.post('/v1/partners', newPartner()))).toEqual([403, 'foreign-tenant']);
    expect(code(await bound.get('/v1/partners/1'))).toEqual([403, 'foreign-tenant']);
  });
});

describe('a token bound to one partner', () => {
  const scene = async () => {
    const operator = await here.as(partnerRights);
    const marks = { reference: unique('unlisted'), billingId: 'unlisted-billing' };
    const root = await createPartner(operator, marks);
    const beside = await createPartner(operator, { ...marks, reference: unique('unlisted'), parent: { id: root } });
    const own = await createPartner(operator, { parent: { id: root } });
    const below = await createPartner(operator, { parent: { id: own } });
    return { root, beside, own, below, bound: await here.as(partnerRights, { partner: own }) };
  };

  test('sees itself and what is below, and nothing above or beside', async () => {
    const { root, beside, own, below, bound } = await scene();
    const get = (id: number) => bound.get(`/v1/partners/${id}`);
    expect([(await get(own)).status, (await get(below)).status]).toEqual([200, 200]);
    const [hidden, absent] = [[await get(root), await get(beside)], await get(2_147_483_647)];
    // What it may not know of is refused as what does not exist is.
    expect([...hidden, absent].map(code)).toEqual(Array(3).fill([404, 'partner-not-found']));
    for (const { text } of hidden) expect(text).not.toContain('unlisted');
  });

  test('creates only at its own place or below', async () => {
    const { root, beside, own, below, bound } = await scene();
    const under = (parent: object) => bound.post('/v1/partners', newPartner({ parent }));
    expect([(await under({ id: own })).status, (await under({ id: below })).status]).toEqual([201, 201]);
    const refused = [await under({ id: root }), await under({ id: beside })];
    expect(refused.map(code)).toEqual(Array(2).fill([403, 'foreign-tenant']));
    for (const { text } of refused) expect(text).not.toContain('unlisted');
    const orphan = await bound.post('/v1/partners', newPartner());
    expect(orphan.body.errors).toEqual([expect.objectContaining({ in: 'body', pointer: '/parent', code: 'required' })]);
  });

  test("is not given the stored answer of the same subject's request for another tenant", async () => {
    const { own, beside, bound } = await scene();
    const [request, key] = [newPartner({ parent: { id: own } }), { 'idempotency-key': unique('key').replaceAll(' ', '-') }];
    expect((await bound.post('/v1/partners', request, key)).status).toBe(201);
    const other = await here.as(partnerRights, { partner: beside });
    expect(code(await other.post('/v1/partners', request, key))).toEqual([403, 'foreign-tenant']);
  });
});

withSight('the table', () => {
  test.each([
    ['Partner Supervisor', 200, 201],
    ['Partner User', 200, 403],
    ['Client Admin', 403, 403],
    ['Client User', 403, 403],
  ] as const)('a %s who signs in reads with %i and creates with %i', async (role, read, create) => {
    const partner = await createPartner(await here.as(partnerRights));
    const { userName, password } = await credentialFor(here.sight, partner, role);
    const user = here.api.as(`Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}`);
    expect((await user.get(`/v1/partners/${partner}`)).status).toBe(read);
    const sub = newPartner({ parent: { id: partner }, contact: { userRole: 'Client User' } });
    expect((await user.post('/v1/partners', sub)).status).toBe(create);
  });

  test('a user of an inactive partner does not sign in', async () => {
    const partner = await createPartner(await here.as(partnerRights), { isActive: false });
    const { userName, password } = await credentialFor(here.sight, partner, 'Partner Supervisor');
    const user = here.api.as(`Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}`);
    expect(code(await user.get(`/v1/partners/${partner}`))).toEqual([401, 'credentials-invalid']);
  });
});
