import { createOrganization, getOrganization } from './organizations/contract.ts';
import { createPartner, getPartner } from './partners/contract.ts';
import { createReseller, getReseller } from './resellers/contract.ts';
import type { Contract } from './shared/contract.ts';
import { getHealth, getOpenApi } from './system/contract.ts';

/** Every operation the API has, in the order the OpenAPI document shows them. */
export const CONTRACTS: readonly Contract[] = [
  createPartner,
  getPartner,
  createReseller,
  getReseller,
  createOrganization,
  getOrganization,
  getHealth,
  getOpenApi,
];
