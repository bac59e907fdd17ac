import {
  type EventData,
  type EventName,
  type EventOf,
  type EventPattern,
  isEvent,
  isWebhook,
  type ListedOrganization,
  type Organization,
  parseEvent,
  parseWebhook,
  type TenantryEvent,
  type WebhookBody,
  type WebhookOf,
} from '../../events/index.ts';
import { fetchKeys, type VerifiedWebhook, verifyWebhook } from '../../receiver/index.ts';

/** True only for two types that are the same. */
type Same<One, Other> = (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false;
const same = <const Answer extends boolean>(answer: Answer): Answer => answer;

/** Each name narrows an event from the bus, by its detail-type or by its payload. */
export const onBus = (event: TenantryEvent): string | number | boolean | undefined => {
  if (event['detail-type'] === 'reseller.organization.created') {
    // @ts-expect-error an organization has no user name
    event.detail.payload.data.userName;
    return event.detail.payload.data.name + event.detail.payload.data.address?.city;
  }
  if (event.detail.payload.event === 'reseller.limit.reached') return event.detail.payload.data.organizations.used;
  // @ts-expect-error not every event has one
  event.detail.payload.data.email;
  // @ts-expect-error a name that no event has
  if (event['detail-type'] === 'reseller.organization.renamed') return 1;
  switch (event['detail-type']) {
    case 'partner.moved':
      return event.detail.payload.data.parent?.id;
    case 'partner.contact.updated':
      return event.detail.payload.data.userRole === 'Partner User';
    case 'webhook.suspended':
      return event.detail.payload.data.statusReason;
    default:
      return event.detail.metadata.lineage?.[0];
  }
};

/** Each name narrows the body of a webhook, and a pattern narrows both. */
export const inWebhook = (body: WebhookBody, event: TenantryEvent): string | boolean => {
  if (body.event === 'reseller.created') return body.data.email;
  if (isWebhook(body, 'reseller.organization.*')) return body.data.name;
  if (isWebhook(body, 'partner.contact.created', 'partner.contact.updated')) return body.data.userName;
  if (isEvent(event, 'reseller.limit.*')) return event.detail.payload.data.resellerId;
  // @ts-expect-error no event begins so
  isEvent(event, 'organization.*');
  // @ts-expect-error a pattern ends in a dot and a star
  isWebhook(body, 'reseller*');
  return isEvent(event, 'partner.moved');
};

/** The types by name and by pattern are the same as what narrowing gives. */
export const types = [
  same<Same<EventOf<'reseller.organization.created'>['detail']['payload']['data'], Organization>>(true),
  same<Same<EventOf<'reseller.limit.*'>, EventOf<'reseller.limit.approaching' | 'reseller.limit.reached'>>>(true),
  same<Same<EventOf<'reseller.*' | 'partner.*' | 'webhook.*'>, TenantryEvent>>(true),
  same<Same<WebhookOf<'reseller.organization.*'>['data'], Organization | ListedOrganization>>(true),
  same<Same<WebhookOf<'partner.contact.*'>['event'], `partner.contact.${'created' | 'updated' | 'reinvited' | 'snapshot'}`>>(true),
  same<Same<EventOf<'partner.snapshot'>['detail']['payload']['data'], EventData['partner.created']>>(true),
  same<Same<EventOf<'partner.snapshot'>['source'], `tenantry.snapshot.${string}`>>(true),
  same<Same<EventOf<'partner.created'>['source'], 'tenantry'>>(true),
  same<Same<EventName, keyof EventData>>(true),
  same<Same<Extract<EventPattern, `${string}*`>, Wildcard>>(true),
  same<Same<Organization, EventData['reseller.created']>>(false),
];

type Wildcard = 'partner.*' | 'partner.contact.*' | 'reseller.*' | 'reseller.limit.*' | 'reseller.organization.*' | 'webhook.*';

// @ts-expect-error no event has this name
export type Renamed = EventOf<'reseller.organization.renamed'>;
// @ts-expect-error no event begins so
export type Nothing = WebhookOf<'organization.*'>;
// @ts-expect-error the data is of another event
export const mixed: WebhookOf<'reseller.limit.reached'> = { event: 'reseller.limit.reached', data: {} as Organization, triggeredAt: '' };

/** What the parser returns is typed, and what it takes is not. */
export const parsed = (value: unknown): readonly [TenantryEvent, WebhookBody] => [parseEvent(value), parseWebhook(value)];

/** A verified webhook is typed by its event, or by the patterns that its endpoint subscribes to. */
export const received = async (headers: Headers, body: Uint8Array): Promise<string> => {
  const keys = fetchKeys('https://api.example.com/.well-known/webhook-keys.json');
  const webhook = await verifyWebhook(headers, body, keys, { token: null });
  if (webhook.event === 'reseller.organization.created') return webhook.data.name;
  if (isWebhook(webhook, 'reseller.limit.*')) return webhook.data.resellerId + webhook.id;
  // @ts-expect-error not every event has one
  webhook.data.email;
  // @ts-expect-error a name that no event has
  if (webhook.event === 'reseller.organization.renamed') return '';
  // @ts-expect-error the token must be given, or null
  await verifyWebhook(headers, body, keys, {});
  const subscribed = await verifyWebhook<'reseller.organization.*'>(headers, body, keys, { token: ['a', 'b'] });
  const again: VerifiedWebhook<'reseller.organization.*'> = subscribed;
  // @ts-expect-error the endpoint does not subscribe to it
  if (subscribed.event === 'reseller.created') return '';
  return `${again.tenant} ${subscribed.data.name} ${parseWebhook(webhook).event}`;
};
