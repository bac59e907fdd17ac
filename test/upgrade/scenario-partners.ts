import { newToken } from '../../functions/partners/passwords/password.ts';
import { insertLink } from '../../functions/partners/passwords/store.ts';
import type { EventDetail } from '../../functions/shared/table/events.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { linkEmailStore } from '../../functions/welcome/store.ts';
import { welcome } from '../../functions/welcome/welcome.ts';
import type { PartnerScene } from '../../testing/recorded-release.ts';
import type { Api } from '../integration/api.ts';
import { basic } from '../integration/samples.ts';
import { makeWith } from './make.ts';

const PASSWORD = 'a quiet harbour at dawn';

const contactOf = (userName: string, fields: Item = {}): Item => ({
  ...{ userName, firstName: 'Ada', lastName: 'Lovelace', email: `${userName}@example.com`, phone: '+14155552671' },
  ...{ userRole: 'Partner Supervisor', ...fields },
});

/** Makes partners, contacts and credentials in every state that the table knows. */
export const playPartners = async (api: Api): Promise<PartnerScene> => {
  const { make, change } = makeWith(api);
  const root = await make('/v1/partners', {
    ...{ name: 'Contoso Großhandel', reference: 'CRM-1', externalId: 'crm-1', billingId: 'B-1', verificationPhrase: 'blue heron' },
    contact: contactOf('ada', { sendWelcomeEmail: true }),
  });
  const other = await make('/v1/partners', { name: 'Northwind', contact: contactOf('nora') });
  const child = await make('/v1/partners', { name: 'Fabrikam', parent: { id: other.id }, contact: contactOf('fay') });
  await change(`/v1/partners/${child.id}`, { parent: { id: root.id } });
  await change(`/v1/partners/${child.id}`, { billingId: 'B-2' });
  await change(`/v1/partners/${other.id}`, { isActive: false });
  await change(`/v1/partners/${other.id}`, { isActive: true });

  const path = `/v1/partners/${root.id}`;
  const grace = await make(`${path}/contacts`, contactOf('grace', { sendWelcomeEmail: true }));
  await change(`${path}/contacts/${grace.id}`, { lastName: 'Hopper' });
  const tokens = await welcomeAll(api);
  await api.post('/v1/password', { token: tokens.get(Number(grace.id)), password: PASSWORD }, { as: null });
  const credential = await make(`${path}/credentials`, { userRole: 'Partner Supervisor' });
  const users = {
    contact: basic('grace', PASSWORD),
    credential: basic(String(credential.userName), String(credential.secret ?? credential.password)),
  };
  await signIn(api, path, users);
  const token = newToken();
  await api.table.table.commit([
    insertLink(token, { partnerId: Number(root.id), contactId: Number(grace.id), email: 'grace@example.com' }, new Date()),
  ]);
  return { root: Number(root.id), child: Number(child.id), contact: Number(grace.id), link: { userName: 'grace', token }, users };
};

/** Sends the welcome e-mails that are due; returns the tokens of their links by contact. */
const welcomeAll = async (api: Api): Promise<ReadonlyMap<number, string>> => {
  const tokens = new Map<number, string>();
  const deps = {
    emails: linkEmailStore(api.table.table),
    send: async ({ contactId }: { readonly contactId: number }, token: string) => void tokens.set(contactId, token),
    log: { info: () => undefined },
  };
  const events = (await api.items()).filter(({ type }) => type === 'event') as unknown as readonly EventDetail[];
  const newcomers = events.filter(({ payload }) => ['partner.created', 'partner.contact.created'].includes(payload.event));
  for (const event of newcomers) await welcome(event, deps);
  return tokens;
};

/** Signs in, and fails to from a network that is known and from one that is not. */
const signIn = async (api: Api, path: string, users: PartnerScene['users']): Promise<void> => {
  for (const as of Object.values(users)) {
    const { status } = await api.get(path, { as });
    if (status !== 200) throw new Error(`a user of ${path} cannot sign in: ${status}`);
  }
  for (const sourceIp of ['192.0.2.7', '198.51.100.9']) await api.get(path, { as: basic('grace', 'wrong'), sourceIp });
};
