import { organizationSchema } from '../organizations/contract.ts';
import { partnerSchema } from '../partners/contract.ts';
import { resellerSchema } from '../resellers/contract.ts';

/** Every event the product publishes: when, and the schema of its `data`. */
export const EVENTS = {
  'partner.created': { summary: 'A partner was created', data: partnerSchema },
  'reseller.created': { summary: 'A reseller was created', data: resellerSchema },
  'reseller.organization.created': { summary: 'A reseller organization was created', data: organizationSchema },
} as const;

export type EventName = keyof typeof EVENTS;
