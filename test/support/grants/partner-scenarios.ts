import { randomBytes, randomUUID } from 'node:crypto';
import { listContacts } from '../../../functions/partners/contacts/contract.ts';
import { listPartners } from '../../../functions/partners/contract-changes.ts';
import { listCredentials } from '../../../functions/partners/credentials/contract.ts';
import { insertCredential } from '../../../functions/partners/user-names.ts';
import { nameHash } from '../../../functions/shared/auth/attempts.ts';
import { credentialUseKey } from '../../../functions/shared/table/keys.ts';
import { knownNetworkKey } from '../../../functions/shared/table/sign-in-keys.ts';
import { newPartner, unique } from '../journey-entities.ts';
import { basic, newContact } from '../journey-partners.ts';
import { quickHash } from '../quick-hash.ts';
import type { Scenario } from './grants.ts';
import { answers, get, lists, patch, post, put, type ScenarioRequest, type Scene, says } from './scene.ts';

const NOBODY = 2_000_000_000;

/** A partner above two others, one of which has one below it; made while everything is granted. */
const family = async (scene: Scene) => {
  const made = async (fields: Parameters<typeof newPartner>[0] = {}) => {
    const { body } = await scene.send(post('/v1/partners', newPartner(fields)));
    return body as { readonly id: number; readonly name: string; readonly reference: string; readonly contact: { readonly id: number } };
  };
  const root = await made();
  const [parent, other] = [await made({ parent: { id: root.id } }), await made({ parent: { id: root.id } })];
  const child = await made({ parent: { id: parent.id } });
  await made({ parent: { id: child.id } });
  return { root, parent, other, child };
};

/** A partner's API credential that never signed in, and whether it was noted that it did. */
const newcomer = async ({ table }: Scene, partnerId: number) => {
  const id = randomBytes(10).toString('hex');
  const [userName, password] = [`key-${id}`, unique('password')];
  const stored = { id, userName, partnerId, userRole: 'Partner Supervisor' as const, isActive: true, passwordHash: quickHash(password) };
  await table.commit(insertCredential({ ...stored, createdAt: new Date().toISOString() }));
  return {
    authorization: basic(userName, password),
    isNoted: async () => (await table.get(credentialUseKey(userName))) !== undefined,
  };
};

/** A contact that never signed in, and whether it was noted from where it did. */
const newContactUser = async ({ table }: Scene, partnerId: number) => {
  const [userName, password] = [unique('user'), unique('password')];
  const stored = { userName, partnerId, contactId: 1, userRole: 'Partner Supervisor' as const, isActive: true };
  await table.commit(insertCredential({ ...stored, passwordHash: quickHash(password) }));
  return {
    authorization: basic(userName, password),
    isNoted: async () => (await table.get(knownNetworkKey(nameHash(userName), '127.0.0.1'))) !== undefined,
  };
};

/** The functions of partners, contacts and credentials. */
export const partnerScenarios = async (scene: Scene): Promise<readonly Scenario[]> => {
  const { root, parent, other, child } = await family(scene);
  const path = `/v1/partners/${parent.id}`;
  const key = randomUUID;
  const signsIn = (of: string, who: string, make: typeof newcomer, asked: ScenarioRequest, status: number): Scenario => ({
    of,
    name: `signs ${who} in, and notes it`,
    act: async () => {
      const { authorization, isNoted } = await make(scene, parent.id);
      return (await scene.send({ ...asked, authorization })).status === status && (await isNoted());
    },
  });
  const both = (of: string, asked: ScenarioRequest, status: number) => [
    says(scene, of, { ...asked, body: undefined }),
    signsIn(of, 'an API credential', newcomer, asked, status),
    signsIn(of, 'a contact', newContactUser, asked, status),
  ];
  const spelledAnew = () => ({ name: unique('Partner'), reference: unique('reference'), contact: { userName: unique('user') } });
  // From below the one to below the other, and back.
  let [above, next] = [parent, other];
  const moves: Scenario = {
    of: 'PartnersUpdate',
    name: 'moves a branch, and changes all that finds its top',
    act: async () => {
      const { status } = await scene.send(patch(`/v1/partners/${child.id}`, { ...spelledAnew(), parent: { name: next.name } }));
      if (status === 200) [above, next] = [next, above];
      return status === 200;
    },
  };
  const contact = `${path}/contacts/${parent.contact.id}`;
  // Asks for no e-mail but in the one scenario that does.
  const { body: extra } = await scene.send(post(`${path}/contacts`, newContact({ userName: unique('user') })));
  const welcomed = () => ({ userName: unique('user'), email: `${randomUUID()}@partner.example`, sendWelcomeEmail: true });
  const asksForWelcome = (of: string, target: string, wish: (contact: object) => object): Scenario => ({
    of,
    name: 'asks for a welcome e-mail',
    act: async () => {
      await scene.send(patch(target, wish({ sendWelcomeEmail: false })));
      const { userName: _, ...asked } = welcomed();
      return (await scene.send(patch(target, wish(asked)))).status === 200;
    },
  });
  return [
    ...both('PartnersCreate', post('/v1/partners', {}), 400),
    answers(
      scene,
      'PartnersCreate',
      'creates',
      () => post('/v1/partners', newPartner({ parent: { name: parent.name }, contact: welcomed() }), key()),
      201,
    ),
    answers(scene, 'PartnersCreate', 'answers a dry run', () => post('/v1/partners?dryRun=true', newPartner({ contact: welcomed() })), 200),
    answers(
      scene,
      'PartnersCreate',
      'looks whether it answered',
      () => post('/v1/partners', newPartner({ parent: { id: NOBODY } }), key()),
      404,
    ),
    ...both('PartnersGet', get(path), 200),
    ...both('PartnersList', get('/v1/partners'), 200),
    answers(scene, 'PartnersList', 'finds by name', get(`/v1/partners?name=${encodeURIComponent(root.name)}`), 200),
    answers(scene, 'PartnersList', 'finds by reference', get(`/v1/partners?reference=${encodeURIComponent(root.reference)}`), 200),
    lists(scene, 'PartnersList', listPartners, get('/v1/partners')),
    ...both('PartnersPut', put('/v1/partners-by-external-id/1', {}), 400),
    ...both('PartnersUpdate', patch(path, { name: 1 }), 400),
    moves,
    answers(
      scene,
      'PartnersUpdate',
      'answers a dry run',
      () => patch(`/v1/partners/${child.id}?dryRun=true`, { ...spelledAnew(), contact: welcomed() }),
      200,
    ),
    asksForWelcome('PartnersUpdate', `/v1/partners/${other.id}`, (fields) => ({ contact: fields })),
    ...both('ContactsCreate', post(`${path}/contacts`, {}), 400),
    answers(scene, 'ContactsCreate', 'creates', () => post(`${path}/contacts`, newContact(welcomed()), key()), 201),
    answers(scene, 'ContactsCreate', 'answers a dry run', () => post(`${path}/contacts?dryRun=true`, newContact(welcomed())), 200),
    answers(scene, 'ContactsCreate', 'looks whether it answered', () => post(`/v1/partners/${NOBODY}/contacts`, newContact(), key()), 404),
    ...both('ContactsGet', get(contact), 200),
    ...both('ContactsList', get(`${path}/contacts`), 200),
    lists(scene, 'ContactsList', listContacts, get(`${path}/contacts`)),
    ...both('ContactsUpdate', patch(contact, { firstName: 1 }), 400),
    answers(scene, 'ContactsUpdate', 'changes', () => patch(contact, { userName: unique('user'), firstName: unique('Ada') }), 200),
    roleOfContact(scene, path),
    answers(scene, 'ContactsUpdate', 'answers a dry run', () => patch(`${contact}?dryRun=true`, welcomed()), 200),
    asksForWelcome('ContactsUpdate', `${path}/contacts/${extra.id}`, (fields) => fields),
    ...both('ContactsResendWelcome', { method: 'POST', path: `${path}/contacts/${NOBODY}:resend-welcome` }, 404),
    ...both('CredentialsCreate', post(`${path}/credentials`, {}), 400),
    answers(scene, 'CredentialsCreate', 'creates', () => post(`${path}/credentials`, { userRole: 'Partner User' }, key()), 201),
    answers(
      scene,
      'CredentialsCreate',
      'creates for a partner, which has to be active',
      async () => ({
        ...post(`/v1/partners/${other.id}/credentials`, { userRole: 'Partner User' }),
        authorization: await scene.bound({ partner: other.id }),
      }),
      201,
    ),
    answers(
      scene,
      'CredentialsCreate',
      'looks whether it answered',
      () => post(`/v1/partners/${NOBODY}/credentials`, { userRole: 'Partner User' }, key()),
      404,
    ),
    ...both('CredentialsList', get(`${path}/credentials`), 200),
    lists(scene, 'CredentialsList', listCredentials, get(`${path}/credentials`)),
    ...both('CredentialsDelete', { method: 'DELETE', path: `${path}/credentials/0123456789` }, 404),
  ];
};

/** A contact that becomes a supervisor and is none again, by turns: its partner counts them. */
const roleOfContact = (scene: Scene, path: string): Scenario => {
  let id: number | undefined;
  let role: 'Partner Supervisor' | 'Partner User' = 'Partner Supervisor';
  return {
    of: 'ContactsUpdate',
    name: 'changes a role',
    act: async () => {
      id ??= Number(
        (await scene.send(post(`${path}/contacts`, newContact({ userName: unique('user'), userRole: 'Partner User' })))).body.id,
      );
      const { status } = await scene.send(patch(`${path}/contacts/${id}`, { userRole: role }));
      if (status === 200) role = role === 'Partner User' ? 'Partner Supervisor' : 'Partner User';
      return status === 200;
    },
  };
};
