import { credentialStore } from '../../functions/partners/credentials/store.ts';
import { newToken } from '../../functions/partners/passwords/password.ts';
import { insertLink } from '../../functions/partners/passwords/store.ts';
import { apiUserName } from '../../functions/shared/auth/api-user-name.ts';
import { partnerKey } from '../../functions/shared/table/keys.ts';
import { webhookKey } from '../../functions/shared/table/webhook-keys.ts';
import type { Scene } from '../support/authorisation-scene.ts';
import type { Api, Call } from './api.ts';
import { contact, fresh, makeReseller, newOrganization, newPartner, newReseller, newWebhook } from './samples.ts';
import { setAttribute } from './stored.ts';
import { collectAll, letterTo, makeWebhook } from './webhook-samples.ts';

const post = (path: string, body: unknown): Call => ({ method: 'POST', path, body });
const patch = (path: string, body: unknown): Call => ({ method: 'PATCH', path, body });
const put = (path: string, body: unknown): Call => ({ method: 'PUT', path, body });

/** A valid request of each row of the authorisation table; what it needs is made anew each time. */
export const validRequests = (api: Api, scene: Scene): Readonly<Record<string, () => Call | Promise<Call>>> => {
  /** Stores an API credential that nobody uses, and gives its id. */
  const unusedCredential = async (): Promise<string> => {
    const id = crypto.randomUUID().replaceAll('-', '');
    const of = { partnerId: scene.partner, userRole: 'Partner User', isActive: true } as const;
    const credential = { ...of, id, userName: apiUserName(id), createdAt: new Date().toISOString() };
    await credentialStore(api.table.table).insert(credential);
    return id;
  };

  const freshLink = async (): Promise<string> => {
    const token = newToken();
    await api.table.table.commit([
      insertLink(token, { partnerId: scene.partner, contactId: scene.contact, email: 'ada@example.com' }, new Date()),
    ]);
    return token;
  };

  const ofPartner = (rest = '') => `/v1/partners/${scene.partner}${rest}`;
  const ofReseller = (rest = '') => `/v3/resellers/${scene.reseller}${rest}`;

  /** Makes an organization that nobody else uses, and answers its path. */
  const anOrganization = async (): Promise<string> =>
    String((await api.post(ofReseller('/organizations'), newOrganization())).headers.location);

  /** Makes a webhook endpoint of the reseller, and answers its path. */
  const aWebhook = async (): Promise<string> => {
    const as = await api.bearer({ reseller_id: scene.reseller });
    return String((await api.post('/v3/webhooks', newWebhook(), { as })).headers.location);
  };

  /** Makes an endpoint of the reseller that is sent something. */
  const aHealthyWebhook = async (): Promise<string> => {
    const path = await aWebhook();
    await setAttribute(api, webhookKey(path.split('/').at(-1) ?? ''), 'status', 'healthy');
    return path;
  };

  /** Makes a delivery to an endpoint of the reseller, and answers its path. */
  const aDelivery = async (): Promise<string> => {
    const webhook = await makeWebhook(api, { owner: `/resellers/${scene.reseller}` });
    await collectAll([letterTo(webhook)]);
    const [delivery] = (await api.get('/v3/webhook-event-logs', { query: `webhookId=${webhook.id}` })).items;
    return `/v3/webhook-event-logs/${delivery?.id}`;
  };

  return {
    createPartner: () => post('/v1/partners', newPartner({ parent: { id: scene.partner } })),
    getPartner: () => ({ path: ofPartner() }),
    listPartners: () => ({ path: '/v1/partners', query: `partner=${scene.partner}` }),
    updatePartner: () => patch(ofPartner(), { billingId: fresh() }),
    // Not done, so that the partner stays where the callers expect it.
    movePartner: () => ({ ...patch(ofPartner(), { parent: { id: scene.beside } }), query: 'dryRun=true' }),
    // A dry run of it, for the same reason.
    changePartnerExternalId: () => ({ ...patch(ofPartner(), { externalId: fresh('id') }), query: 'dryRun=true' }),
    putPartner: async () => {
      const externalId = fresh('id');
      const parent = { id: scene.partner };
      const { contact: made } = (await api.post('/v1/partners', newPartner({ parent, externalId }))).body;
      return put(`/v1/partners-by-external-id/${externalId}`, { name: fresh('Partner'), contact: made, parent });
    },
    putNewPartner: () => put(`/v1/partners-by-external-id/${fresh('id')}`, newPartner({ parent: { id: scene.partner } })),
    createContact: () => post(ofPartner('/contacts'), contact()),
    getContact: () => ({ path: ofPartner(`/contacts/${scene.contact}`) }),
    listContacts: () => ({ path: ofPartner('/contacts') }),
    resendWelcome: async () => {
      const { body } = await api.post(ofPartner('/contacts'), contact({ email: `${fresh('someone')}@example.com` }));
      return post(ofPartner(`/contacts/${body.id}:resend-welcome`), undefined);
    },
    updateContact: () => patch(ofPartner(`/contacts/${scene.contact}`), { firstName: fresh() }),
    createCredential: async () => {
      await setAttribute(api, partnerKey(scene.partner), 'credentialCount', 0);
      return post(ofPartner('/credentials'), { userRole: 'Partner User' });
    },
    listCredentials: () => ({ path: ofPartner('/credentials') }),
    deleteCredential: async () => ({ method: 'DELETE', path: ofPartner(`/credentials/${await unusedCredential()}`) }),
    setPassword: async () => post('/v1/password', { token: await freshLink(), password: 'a quiet harbour at dawn' }),
    // From a network of its own: one may request few.
    requestPasswordReset: () => ({
      ...post('/v1/password-resets', { userName: fresh('user') }),
      sourceIp: `198.51.100.${Math.ceil(Math.random() * 254)}`,
    }),
    createReseller: () => post('/v3/resellers', newReseller()),
    getReseller: () => ({ path: ofReseller() }),
    listResellers: () => ({ path: '/v3/resellers' }),
    updateReseller: () => patch(ofReseller(), { description: fresh() }),
    changeLimits: () => patch(ofReseller(), { allowedUsers: 1000 + Math.floor(Math.random() * 1e6) }),
    changeResellerExternalId: () => patch(ofReseller(), { externalId: fresh('id') }),
    putReseller: async () => {
      const externalId = fresh('id');
      await makeReseller(api, { externalId });
      return put(`/v3/resellers-by-external-id/${externalId}`, newReseller());
    },
    putNewReseller: () => put(`/v3/resellers-by-external-id/${fresh('id')}`, newReseller()),
    deleteReseller: async () => ({ method: 'DELETE', path: `/v3/resellers/${await makeReseller(api)}` }),
    getResellerLimits: () => ({ path: ofReseller('/limits') }),
    createOrganization: () => post(ofReseller('/organizations'), newOrganization()),
    getOrganization: () => ({ path: ofReseller(`/organizations/${scene.organization}`) }),
    listOrganizations: () => ({ path: ofReseller('/organizations') }),
    updateOrganization: () => patch(ofReseller(`/organizations/${scene.organization}`), { description: fresh() }),
    deleteOrganization: async () => ({ method: 'DELETE', path: await anOrganization() }),
    restoreOrganization: async () => {
      const path = await anOrganization();
      await api.remove(path);
      return post(`${path}:restore`, undefined);
    },
    putOrganization: async () => {
      const externalId = fresh('id');
      await api.post(ofReseller('/organizations'), newOrganization({ externalId }));
      return put(ofReseller(`/organizations/by-external-id/${externalId}`), newOrganization());
    },
    putNew: () => put(ofReseller(`/organizations/by-external-id/${fresh('id')}`), newOrganization()),
    batchOrganizations: () => post(ofReseller('/organizations:batch'), { organizations: [newOrganization()] }),
    createWebhook: () => post('/v3/webhooks', newWebhook()),
    listWebhooks: () => ({ path: '/v3/webhooks' }),
    getWebhook: async () => ({ path: await aWebhook() }),
    updateWebhook: async () => patch(await aWebhook(), { name: fresh() }),
    testWebhook: async () => post(`${await aHealthyWebhook()}/test`, {}),
    deleteWebhook: async () => ({ method: 'DELETE', path: await aWebhook() }),
    listEventLogs: () => ({ path: '/v3/event-logs' }),
    getEventLog: async () => {
      const history = `resource=organization&resourceId=${scene.organization}`;
      const [entry] = (await api.get('/v3/event-logs', { query: history })).items;
      return { path: `/v3/event-logs/${entry?.id}` };
    },
    getEventLogDeliveries: async () => {
      const history = `resource=organization&resourceId=${scene.organization}`;
      const [entry] = (await api.get('/v3/event-logs', { query: history })).items;
      return { path: `/v3/event-logs/${entry?.id}/deliveries` };
    },
    listDeliveries: () => ({ path: '/v3/webhook-event-logs' }),
    getDelivery: async () => ({ path: await aDelivery() }),
    redeliver: async () => post(`${await aDelivery()}:redeliver`, undefined),
    getIndex: () => ({ path: '/' }),
    getHealth: () => ({ path: '/healthz' }),
    getOpenApi: () => ({ path: '/openapi.json' }),
    getAsyncApi: () => ({ path: '/asyncapi.json' }),
    getWebhookKeys: () => ({ path: '/.well-known/webhook-keys.json' }),
  };
};
