import { credentialStore } from '../../functions/partners/credentials/store.ts';
import { CALLERS, type CallerName } from '../../functions/shared/contract/callers.ts';
import type { Contract } from '../../functions/shared/contract/contract.ts';
import { PERMISSIONS, type UserRole } from '../../functions/shared/contract/permissions.ts';
import { newId } from '../../functions/shared/runtime.ts';
import type { Api } from '../integration/api.ts';
import { basic, fresh, makePartner, makeReseller, newOrganization } from '../integration/samples.ts';
import { quickHash } from './quick-hash.ts';

/** What the requests of the authorisation table are about. */
export interface Scene {
  readonly partner: number;
  readonly contact: number;
  /** A sibling of the partner. */
  readonly beside: number;
  readonly reseller: string;
  readonly organization: string;
  /** The `Authorization` of a caller for an operation; `null` for none. */
  credentials(caller: CallerName, contract: Contract): Promise<string | null>;
}

type Claims = Readonly<Record<string, unknown>>;
type User = readonly [partnerId: number, role: UserRole, isActive?: boolean];

/** Makes a hierarchy, two resellers, and a caller of each kind. */
export const openScene = async (api: Api): Promise<Scene> => {
  const root = await makePartner(api);
  const parent = await makePartner(api, root);
  const [partner, sibling] = [await makePartner(api, parent), await makePartner(api, parent)];
  const child = await makePartner(api, partner);
  const closed = await makePartner(api, root);
  const belowClosed = await makePartner(api, closed);
  await api.send({ method: 'PATCH', path: `/v1/partners/${closed.id}`, body: { isActive: false } });
  const [reseller, other] = [await makeReseller(api), await makeReseller(api)];
  const made = await api.post(`/v3/resellers/${reseller}/organizations`, newOrganization());
  const { body } = await api.get(`/v1/partners/${partner.id}`);

  const claims: Readonly<Partial<Record<CallerName, Claims>>> = {
    operator: {},
    root: { partner_id: root.id },
    parent: { partner_id: parent.id },
    itself: { partner_id: partner.id },
    sibling: { partner_id: sibling.id },
    child: { partner_id: child.id },
    reseller: { reseller_id: reseller },
    otherReseller: { reseller_id: other },
    closed: { partner_id: closed.id },
    belowClosed: { partner_id: belowClosed.id },
    noPartner: { partner_id: NO_PARTNER },
    noReseller: { reseller_id: newId() },
  };
  const users = await signedUp(api, {
    supervisor: [partner.id, 'Partner Supervisor'],
    parentSupervisor: [parent.id, 'Partner Supervisor'],
    siblingSupervisor: [sibling.id, 'Partner Supervisor'],
    user: [partner.id, 'Partner User'],
    clientAdmin: [partner.id, 'Client Admin'],
    clientUser: [partner.id, 'Client User'],
    inactiveUser: [partner.id, 'Partner Supervisor', false],
    inactivePartner: [closed.id, 'Partner Supervisor'],
    inactiveAncestor: [belowClosed.id, 'Partner Supervisor'],
  });

  const credentials: Scene['credentials'] = async (caller, { access }) => {
    if (caller === 'none') return null;
    if (caller === 'lacking')
      return api.bearer({ permissions: PERMISSIONS.filter((name) => access === 'public' || name !== access.permission) });
    const bound = claims[caller];
    const header = bound ? await api.bearer(bound) : users[caller];
    if (header === undefined) throw new Error(`nobody in the scene is ${CALLERS[caller].meaning}`);
    return header;
  };
  const contact = Number((body.contact as { readonly id: number }).id);
  return { partner: partner.id, contact, beside: sibling.id, reseller, organization: String(made.body.id), credentials };
};

// Ids are drawn at random: nobody has the first.
const NO_PARTNER = 1;

const PASSWORD = 'correct horse';

/**
 * Gives each kind of user a user name and a password that costs next to nothing to verify; answers
 * what they sign in with.
 */
const signedUp = async (
  api: Api,
  users: Readonly<Partial<Record<CallerName, User>>>,
): Promise<Readonly<Partial<Record<CallerName, string>>>> => {
  const signUp = async ([caller, [partnerId, userRole, isActive = true]]: readonly [string, User]) => {
    const userName = fresh('user');
    await credentialStore(api.table.table).insert({ userName, partnerId, userRole, isActive, passwordHash: quickHash(PASSWORD) });
    return [caller, basic(userName, PASSWORD)] as const;
  };
  return Object.fromEntries(await Promise.all(Object.entries(users).map(signUp)));
};
