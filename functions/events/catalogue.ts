import { contactAnswerSchema } from '../contacts/schemas.ts';
import { organizationSchema } from '../organizations/contract.ts';
import { partnerSchema } from '../partners/schemas.ts';
import { resellerSchema } from '../resellers/contract.ts';

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
  'reseller.organization.created': { summary: 'A reseller organization was created', data: organizationSchema },
} as const;

export type EventName = keyof typeof EVENTS;
