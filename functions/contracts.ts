import { getDelivery, listDeliveries, redeliver } from './deliveries/contract.ts';
import { listEventLogs } from './event-logs/contract.ts';
import { createOrganization, getOrganization, listOrganizations } from './organizations/contract.ts';
import { batchOrganizations } from './organizations/contract-batch.ts';
import { deleteOrganization, putOrganization, restoreOrganization, updateOrganization } from './organizations/contract-changes.ts';
import { createContact, getContact, listContacts, updateContact } from './partners/contacts/contract.ts';
import { createPartner, getPartner } from './partners/contract.ts';
import { listPartners, updatePartner } from './partners/contract-changes.ts';
import { createCredential, deleteCredential, listCredentials } from './partners/credentials/contract.ts';
import { setPassword } from './partners/passwords/contract.ts';
import { createReseller, getReseller, getResellerLimits, listResellers } from './resellers/contract.ts';
import { deleteReseller, updateReseller } from './resellers/contract-changes.ts';
import type { Contract } from './shared/contract/contract.ts';
import { getWebhookKeys } from './signatures/contract.ts';
import { getAsyncApi, getHealth, getOpenApi } from './system/contract.ts';
import { createWebhook, deleteWebhook, getWebhook, listWebhooks, testWebhook, updateWebhook } from './webhooks/contract.ts';

/** Every operation the API has, in the order the OpenAPI document shows them. */
export const CONTRACTS: readonly Contract[] = [
  createPartner,
  getPartner,
  listPartners,
  updatePartner,
  createContact,
  getContact,
  listContacts,
  updateContact,
  createCredential,
  listCredentials,
  deleteCredential,
  setPassword,
  createReseller,
  getReseller,
  listResellers,
  updateReseller,
  deleteReseller,
  getResellerLimits,
  createOrganization,
  getOrganization,
  listOrganizations,
  updateOrganization,
  deleteOrganization,
  restoreOrganization,
  putOrganization,
  batchOrganizations,
  createWebhook,
  listWebhooks,
  getWebhook,
  updateWebhook,
  deleteWebhook,
  testWebhook,
  listEventLogs,
  listDeliveries,
  getDelivery,
  redeliver,
  getHealth,
  getOpenApi,
  getAsyncApi,
  getWebhookKeys,
];
