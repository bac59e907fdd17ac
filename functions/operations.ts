import { deliveryOperations } from './deliveries/operations.ts';
import { eventLogOperations } from './event-logs/operations.ts';
import { organizationOperations } from './organizations/operations.ts';
import { contactOperations } from './partners/contacts/operations.ts';
import { credentialOperations } from './partners/credentials/operations.ts';
import { partnerOperations } from './partners/operations.ts';
import { resellerOperations } from './resellers/operations.ts';
import type { Contract } from './shared/contract/contract.ts';
import type { RegisteredOperation } from './shared/operation.ts';
import { systemOperations } from './system/operations.ts';
import { webhookOperations } from './webhooks/operations.ts';

/**
 * The registry of each slice, by the id of its construct, in the order in which the OpenAPI
 * document shows them.
 */
export const SLICES = {
  Partners: partnerOperations,
  Contacts: contactOperations,
  Credentials: credentialOperations,
  Resellers: resellerOperations,
  Organizations: organizationOperations,
  WebhookEndpoints: webhookOperations,
  EventLog: eventLogOperations,
  Deliveries: deliveryOperations,
  System: systemOperations,
} as const satisfies Readonly<Record<string, Readonly<Record<string, RegisteredOperation>>>>;

/** Every operation the API has, in the order in which the OpenAPI document shows them. */
export const OPERATIONS: readonly RegisteredOperation[] = Object.values(SLICES).flatMap((slice) =>
  Object.values<RegisteredOperation>(slice),
);

/** Their contracts. */
export const CONTRACTS: readonly Contract[] = OPERATIONS.map(({ contract }) => contract);
