import { bindings } from '../../cli/client/bindings.ts';
import { canaryStore } from '../../functions/canary/store.ts';
import { newId } from '../../functions/shared/runtime.ts';
import { reconcile } from '../../functions/webhooks/reconciler.ts';
import { renewalStore } from '../../functions/webhooks/rule-renewal.ts';
import type { WebhookScene } from '../../testing/recorded-release.ts';
import type { Api } from '../integration/api.ts';
import { bridgeOf, depsOf } from '../integration/reconciler-scene.ts';
import { collectAll, letterTo, storedWebhook } from '../integration/webhook-samples.ts';
import { makeWith } from './make.ts';

/** Makes endpoints and deliveries, and what the canary and the commands store. */
export const playWebhooks = async (api: Api, { reseller, partner }: { reseller: string; partner: number }): Promise<WebhookScene> => {
  const { make, change } = makeWith(api);
  const { table } = api.table;
  const bridge = bridgeOf();
  const settle = (id: unknown) => reconcile(String(id), depsOf({ table, bridge }));
  const ofReseller = await api.bearer({ reseller_id: reseller });
  const ofPartner = await api.bearer({ partner_id: partner });
  const endpoint = (name: string, as?: string) =>
    make(
      '/v3/webhooks',
      { ...{ name, url: 'https://hooks.example.com/tenantry', token: 'a-token-of-the-tests' }, events: EVENTS },
      as ? { as } : {},
    );

  const moved = await endpoint('Billing', ofReseller);
  await settle(moved.id);
  await make(`/v3/webhooks/${moved.id}/test`, {});
  await change(`/v3/webhooks/${moved.id}`, { url: 'https://other.example.com/', token: 'another-token-of-the-tests' });
  await settle(moved.id);
  const pending = await endpoint('ERP');
  const suspended = await endpoint('CRM', ofPartner);
  await settle(suspended.id);
  await collectAll([letterTo(await storedWebhook(api, String(suspended.id)))]);
  const [delivery] = (await api.get('/v3/webhook-event-logs')).items;

  const at = new Date().toISOString();
  const canary = canaryStore(table);
  await canary.createReseller(at);
  await table.commit([canary.insertRun({ organizationId: newId(), startedAt: at })]);
  await renewalStore(table).proceed(Date.parse(at));
  await bindings(table).add('client-of-the-reseller', { resellerId: reseller }, at);
  return {
    ...{ moved: String(moved.id), pending: String(pending.id), suspended: String(suspended.id) },
    ...{ delivery: String(delivery?.id), client: 'client-of-the-reseller' },
  };
};

const EVENTS = ['reseller.*', 'partner.created'];
