import type { Violation } from '../../functions/shared/contract/problems.ts';
import { partnerReferenceKey } from '../../functions/shared/table/keys.ts';
import { type Api, type Call, startApi } from './api.ts';
import { makeOrganization, at as organizationsAt } from './organization-samples.ts';
import { refused, violationsOf } from './refusals.ts';
import { contact, fresh, makePartner, makeReseller, newOrganization, newPartner, newReseller, newWebhook } from './samples.ts';
import { putBack, setAttribute } from './stored.ts';
import { makeWebhook } from './webhook-samples.ts';

let api: Api;
let paths: Readonly<Record<'partner' | 'contacts' | 'contact' | 'reseller' | 'organizations' | 'organization' | 'webhook', string>>;

beforeAll(async () => {
  api = await startApi();
  const partner = `/v1/partners/${(await makePartner(api)).id}`;
  const { contact: first } = (await api.get(partner)).body as { readonly contact: { readonly id: number } };
  const reseller = await makeReseller(api);
  paths = {
    partner,
    contacts: `${partner}/contacts`,
    contact: `${partner}/contacts/${first.id}`,
    reseller: `/v3/resellers/${reseller}`,
    organizations: organizationsAt(reseller),
    organization: organizationsAt(reseller, (await makeOrganization(api, reseller)).id),
    webhook: `/v3/webhooks/${(await makeWebhook(api)).id}`,
  };
});
afterAll(() => api.stop());

const partners = '/v1/partners';
const post = (path: string, body: unknown): Call => ({ method: 'POST', path, body });
const patch = (path: string, body: unknown): Call => ({ method: 'PATCH', path, body });
const asParameter = (member: string, value: string): Call => ({
  ...post(partners, { contact: contact({ userName: undefined, firstName: undefined, lastName: undefined }) }),
  query: new URLSearchParams({
    name: 'N',
    'contact.userName': fresh(),
    'contact.firstName': 'F',
    'contact.lastName': 'L',
    [member]: value,
  }).toString(),
});

/** Every way in which a name of any kind enters, and where it stands. */
const WAYS: readonly (readonly [way: string, where: string, call: (name: string) => Call])[] = [
  ['the name of a new partner', 'body /name', (name) => post(partners, newPartner({ name }))],
  ['the name of a partner, as a parameter', 'query /name', (name) => asParameter('name', name)],
  ['a dry run', 'body /name', (name) => ({ ...post(partners, newPartner({ name })), query: 'dryRun=true' })],
  ['the reference of a new partner', 'body /reference', (reference) => post(partners, newPartner({ reference }))],
  ['the reference of a partner, as a parameter', 'query /reference', (name) => asParameter('reference', name)],
  ['the name of a parent', 'body /parent/name', (name) => post(partners, newPartner({ parent: { name } }))],
  ['the name of a parent, as a parameter', 'query /parent.name', (name) => asParameter('parent.name', name)],
  ...['userName', 'firstName', 'lastName'].flatMap(
    (member) =>
      [
        [
          `the ${member} of a partner's contact`,
          `body /contact/${member}`,
          (name) => post(partners, newPartner({ contact: contact({ [member]: name }) })),
        ],
        [
          `the ${member} of a partner's contact, as a parameter`,
          `query /contact.${member}`,
          (name) => asParameter(`contact.${member}`, name),
        ],
        [
          `a new ${member} of a partner's contact`,
          `body /contact/${member}`,
          (name) => patch(paths.partner, { contact: { [member]: name } }),
        ],
        [`the ${member} of a new contact`, `body /${member}`, (name) => post(paths.contacts, contact({ [member]: name }))],
        [`a new ${member} of a contact`, `body /${member}`, (name) => patch(paths.contact, { [member]: name })],
      ] satisfies readonly (readonly [string, string, (name: string) => Call])[],
  ),
  ['a new name of a partner', 'body /name', (name) => patch(paths.partner, { name })],
  ['a new reference of a partner', 'body /reference', (reference) => patch(paths.partner, { reference })],
  ['a new parent by its name', 'body /parent/name', (name) => patch(paths.partner, { parent: { name } })],
  ['the name of a new reseller', 'body /name', (name) => post('/v3/resellers', newReseller({ name }))],
  ['a new name of a reseller', 'body /name', (name) => patch(paths.reseller, { name })],
  ['the name of a new organization', 'body /name', (name) => post(paths.organizations, newOrganization({ name }))],
  ['a new name of an organization', 'body /name', (name) => patch(paths.organization, { name })],
  [
    'an organization put',
    'body /name',
    (name) => ({ method: 'PUT', path: `${paths.organizations}/by-external-id/x`, body: newOrganization({ name }) }),
  ],
  ['the name of a new webhook endpoint', 'body /name', (name) => post('/v3/webhooks', newWebhook({ name }))],
  ['a new name of a webhook endpoint', 'body /name', (name) => patch(paths.webhook, { name })],
];

test.each(WAYS)('%s holds no invisible, no directional and no blank character', async (_, where, call) => {
  // One for each pattern: which characters they refuse is shown of the patterns themselves, in
  // name-schema.test.ts.
  for (const name of ['Acme\u200b', 'Ac\u2066me\u2069', 'Acme\ue000'])
    expect(await violationsOf(api, call(name))).toEqual([`${where} invalid-characters`]);
});

test.each([
  ['\u200b', 'must not hold invisible characters (Default_Ignorable_Code_Point), except joiners between Arabic or Indic letters'],
  ['\u202e', 'must not hold characters that change the direction of text (Bidi_Control)'],
  ['\u2800', 'must not hold characters that show nothing or mean nothing, such as U+2800, line separators or private use'],
])('the refusal of %j says which kind it is', async (character, message) => {
  const { body } = await refused(api, post('/v3/resellers', newReseller({ name: `Acme${character}` })), 'invalid-request');
  expect((body.errors as readonly Violation[]).map((violation) => violation.message)).toEqual([message]);
});

test('so it is in the rows of a batch, one by one, in earnest and in a dry run', async () => {
  const organizations = [newOrganization({ name: 'Acme\u200b' }), newOrganization({ name: '\u202eAcme' })];
  const errors = [{ in: 'body', pointer: '/name', code: 'invalid-characters' }];
  const before = await api.items();
  for (const query of ['', 'dryRun=true']) {
    const { body } = await api.post(`${paths.organizations}:batch`, { organizations }, { query });
    const { results } = query ? (body.body as typeof body) : body;
    expect(results).toMatchObject([
      { status: 400, body: { errors } },
      { status: 400, body: { errors } },
    ]);
  }
  expect(await api.items()).toEqual(before);
});

test('a joiner that shapes a letter is stored as it is given, and tells no names apart', async () => {
  const name = `داده\u200cپردازی ${fresh()}`;
  const { id } = await makePartner(api, undefined, { name });
  expect((await api.get(`${partners}/${id}`)).body.name).toBe(name);
  const without = name.replace('\u200c', '');
  await refused(api, post(partners, newPartner({ name: without })), 'name-taken');
  const child = await api.post(partners, newPartner({ parent: { name: without } }));
  expect(child.body.parent).toEqual({ id, name });
});

test('a reference, which is compared as it is, holds no joiner', async () => {
  const reference = `داده\u200cپردازی ${fresh()}`;
  const partner = await makePartner(api);
  for (const [where, call] of [
    ['body', post(partners, newPartner({ reference }))],
    ['query', asParameter('reference', reference)],
    ['body', patch(`${partners}/${partner.id}`, { reference })],
  ] as const)
    expect(await violationsOf(api, call)).toEqual([`${where} /reference invalid-characters`]);
});

test('a reference of before that holds one is found, and kept when another field is patched', async () => {
  const reference = fresh();
  const before = `داده\u200cپردازی ${reference}`;
  const { id } = await makePartner(api, undefined, { reference });
  await setAttribute(api, { pk: `PARTNER#${id}`, sk: 'PARTNER' }, 'reference', before);
  await putBack(api, partnerReferenceKey(reference), partnerReferenceKey(before));
  expect((await api.patch(`${partners}/${id}`, { billingId: 'B' })).body).toMatchObject({ reference: before, billingId: 'B' });
  const { body } = await api.get(partners, { query: new URLSearchParams({ reference: before }).toString() });
  expect(body.data).toMatchObject([{ id, reference: before }]);
});
