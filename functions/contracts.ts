import { createContact, getContact, listContacts, updateContact } from './contacts/contract.ts';
import { createCredential, deleteCredential, listCredentials } from './credentials/contract.ts';
import { createOrganization, getOrganization } from './organizations/contract.ts';
import { createPartner, getPartner } from './partners/contract.ts';
import { listPartners, updatePartner } from './partners/contract-changes.ts';
import { setPassword } from './passwords/contract.ts';
import { createReseller, getReseller } from './resellers/contract.ts';
import type { Contract } from './shared/contract.ts';
import { getHealth, getOpenApi } from './system/contract.ts';

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
  createOrganization,
  getOrganization,
  getHealth,
  getOpenApi,
];
