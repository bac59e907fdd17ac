import { type Permission, ROLE_PERMISSIONS } from '../../functions/shared/contract/permissions.ts';
import { type Api, type Call, startApi } from './api.ts';
import { refused } from './refusals.ts';
import { contact, makePartner, type StoredPartner } from './samples.ts';

const SUPERVISOR = ROLE_PERMISSIONS['Partner Supervisor'];

let api: Api;
let partner: StoredPartner;
let first: number;

beforeAll(async () => {
  api = await startApi();
  partner = await makePartner(api);
  first = ((await api.get(`/v1/partners/${partner.id}`)).body.contact as { id: number }).id;
});
afterAll(() => api.stop());

const own = (rest = '') => `/v1/partners/${partner.id}${rest}`;
const holding = (permissions: readonly Permission[]) => api.bearer({ permissions: [...permissions], partner_id: partner.id });
const make = async (fields: object): Promise<number> => Number((await api.post(own('/contacts'), contact({ ...fields }))).body.id);
const patch = (path: string, body: object): Call => ({ method: 'PATCH', path, body });
const post = (path: string, body: object): Call => ({ method: 'POST', path, body });

/** A partner's shown contact, and one that it does not show: what the same patch is of. */
const patches = (id: number, body: object): readonly Call[] => [
  patch(own(`/contacts/${id}`), body),
  ...(id === first ? [patch(own(), { contact: body })] : []),
];

const refusedFor = async (permissions: readonly Permission[], call: Call, permission: Permission) => {
  const { body } = await refused(api, { ...call, as: await holding(permissions) }, 'permission-missing');
  expect(body).toMatchObject({ permission, detail: expect.stringContaining(permission) });
};

const doneFor = async (permissions: readonly Permission[], call: Call) => {
  const { status, body } = await api.send({ ...call, as: await holding(permissions) });
  expect({ status: Math.floor(status / 100), code: body.code }).toEqual({ status: 2, code: undefined });
};

test.each<[string, Permission, () => Call]>([
  ['a credential', 'credential:write', () => post(own('/credentials'), { userRole: 'Partner Supervisor' })],
  ['a contact', 'partner:update', () => post(own('/contacts'), contact())],
  ['a contact that is not active yet', 'partner:update', () => post(own('/contacts'), contact({ isActive: false }))],
])('%s that may do more than the token is refused, whichever permission the token lacks', async (_, permission, call) => {
  for (const missing of SUPERVISOR.filter((name) => name !== permission)) {
    await refusedFor(
      SUPERVISOR.filter((name) => name !== missing),
      call(),
      missing,
    );
  }
  await refusedFor([permission], call(), 'partner:create');
  await refusedFor([permission], { ...call(), body: { ...(call().body as object), userRole: 'Partner User' } }, 'partner:read');
  await doneFor(SUPERVISOR, call());
});

test('a token that may do as much as a Partner User makes one, and client users with less', async () => {
  await doneFor(['credential:write', 'partner:read'], post(own('/credentials'), { userRole: 'Partner User' }));
  await doneFor(['partner:update', 'partner:read'], post(own('/contacts'), contact({ userRole: 'Partner User' })));
  await doneFor(['partner:update'], post(own('/contacts'), contact({ userRole: 'Client Admin' })));
});

test('a supervisor is handed to nobody by a token that is none: not by a role, an address, an e-mail or being switched on', async () => {
  const [user, asleep] = [await make({ userRole: 'Client User' }), await make({ isActive: false })];
  const calls = [
    ...patches(user, { userRole: 'Partner Supervisor' }),
    ...patches(asleep, { isActive: true }),
    ...patches(asleep, { email: 'mallory@example.com' }),
    ...patches(first, { email: 'mallory@example.com' }),
    ...patches(first, { sendWelcomeEmail: true }),
    ...patches(first, { sendWelcomeEmail: true, email: 'mallory@example.com', firstName: 'Mallory' }),
  ];
  for (const call of calls) {
    await refusedFor(['partner:update'], call, 'partner:create');
    await refusedFor(['partner:update'], { ...call, query: 'dryRun=true' }, 'partner:create');
  }
  for (const call of calls) await doneFor(SUPERVISOR, call);
});

test('what gives a supervisor nothing is free: other fields, and taking from it', async () => {
  const second = await make({});
  for (const call of patches(first, { firstName: 'Augusta', phone: '+441312345678' })) await doneFor(['partner:update'], call);
  await doneFor(['partner:update'], patch(own(`/contacts/${second}`), { isActive: false }));
  await doneFor(['partner:update'], patch(own(`/contacts/${second}`), { userRole: 'Client User' }));
  await doneFor(['partner:update'], patch(own(), { contact: { id: first }, billingId: 'NW-2027' }));
});

test('a role that falls is still a role that is given', async () => {
  const id = await make({});
  await refusedFor(['partner:update'], patch(own(`/contacts/${id}`), { userRole: 'Partner User' }), 'partner:read');
  await doneFor(['partner:update', 'partner:read'], patch(own(`/contacts/${id}`), { userRole: 'Partner User' }));
});
