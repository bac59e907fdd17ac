import type { WebhookEventName } from '../events/event-names.ts';
import type { EventDeclaration } from '../shared/contract/event.ts';
import { fieldsChanged } from '../shared/contract/merge-patch.ts';
import { pickBySchema } from '../shared/contract/pick-by-schema.ts';
import { partnerEventKey, resellerEventKey } from '../shared/table/event-keys.ts';
import type { Change } from '../shared/table/events.ts';
import { webhookEventKey } from '../shared/table/webhook-keys.ts';
import { answer, webhookSchema } from './schemas.ts';
import type { Webhook } from './webhook.ts';

/** The events of webhook endpoints. */
export const webhookEvents = {
  'webhook.suspended': {
    summary: 'A webhook endpoint was suspended because its webhooks were dead-lettered',
    data: webhookSchema,
    sample: answer,
  },
} as const satisfies Readonly<Record<WebhookEventName, EventDeclaration>>;

type Fields = Readonly<Record<string, unknown>>;

/**
 * The owner of an endpoint, as its events name it: a partner with the ids from its root to itself.
 */
export type Tenant = 'operator' | { readonly resellerId: string } | { readonly path: readonly number[] };

/** Creates the event of a suspended endpoint. */
export const webhookSuspended = (before: Webhook, after: Webhook, tenant: Tenant): Change<WebhookEventName> => ({
  ...ownershipOf(after.id, tenant),
  ...fieldsChanged(dataOf(before), dataOf(after)),
  name: 'webhook.suspended',
  data: { ...dataOf(after), url: withoutQuery(after.url) },
  at: after.updatedAt,
  version: after.version,
  previousVersion: before.version,
});

/**
 * The ancestors of an endpoint's partner see its events, and a query may be a secret of its owner.
 */
const withoutQuery = (url: string): string => url.replace(/\?.*$/, '');

const dataOf = (webhook: Webhook): Fields => pickBySchema(webhookSchema, webhook) as Fields;

const ownershipOf = (id: string, tenant: Tenant): Pick<Change<string>, 'tenant' | 'key'> => {
  if (tenant === 'operator') return { tenant: '/', key: (eventId) => webhookEventKey(id, eventId) };
  if ('resellerId' in tenant) {
    const { resellerId } = tenant;
    return { tenant: `/resellers/${resellerId}`, key: (eventId) => resellerEventKey(resellerId, eventId) };
  }
  const [root = 0] = tenant.path;
  return { tenant: `/partners/${tenant.path.join('/')}`, key: (eventId) => partnerEventKey(root, eventId) };
};
