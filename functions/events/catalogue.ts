import { organizationSchema } from '../organizations/schemas.ts';
import { contactAnswerSchema } from '../partners/contacts/schemas.ts';
import { partnerSchema } from '../partners/schemas.ts';
import { limitsSchema, resellerSchema } from '../resellers/schemas.ts';
import type { EventName } from '../shared/contract/event-names.ts';
import { webhookSchema } from '../webhooks/schemas.ts';

/** Every event the product publishes: when, and the schema of its `data`. */
export const EVENTS = {
  'partner.created': { summary: 'A partner was created', data: partnerSchema },
  'partner.updated': { summary: 'Fields of a partner changed', data: partnerSchema },
  'partner.moved': { summary: 'A partner was moved below another, with all below it', data: partnerSchema },
  'partner.deactivated': { summary: 'A partner was deactivated', data: partnerSchema },
  'partner.reactivated': { summary: 'A partner was reactivated', data: partnerSchema },
  'partner.contact.created': { summary: 'A contact of a partner was created', data: contactAnswerSchema },
  'partner.contact.updated': { summary: 'A contact of a partner was changed', data: contactAnswerSchema },
  'reseller.created': { summary: 'A reseller was created', data: resellerSchema },
  'reseller.updated': { summary: 'A reseller was changed', data: resellerSchema },
  'reseller.deleted': { summary: 'A reseller was deleted', data: resellerSchema },
  'reseller.limit.approaching': { summary: 'A reseller has come to use 80 % of its organizations', data: limitsSchema },
  'reseller.limit.reached': { summary: 'A reseller has come to use all of its organizations', data: limitsSchema },
  'reseller.organization.created': { summary: 'A reseller organization was created', data: organizationSchema },
  'reseller.organization.updated': { summary: 'A reseller organization was changed', data: organizationSchema },
  'reseller.organization.deleted': { summary: 'A reseller organization was deleted', data: organizationSchema },
  'reseller.organization.restored': { summary: 'A deleted reseller organization was restored', data: organizationSchema },
  'webhook.suspended': { summary: 'A webhook endpoint was suspended because it takes no webhooks', data: webhookSchema },
} as const satisfies Readonly<Record<EventName, { readonly summary: string; readonly data: object }>>;
