import { ownReseller } from '../shared/contract/callers.ts';
import { operationsOf } from '../shared/operation.ts';
import { PARTITIONS } from '../shared/table/partitions.ts';
import * as contracts from './contract.ts';
import * as batch from './contract-batch.ts';
import * as changes from './contract-changes.ts';

const { answers, batchSlots, organizationEmails, organizationExternalIds, organizationNames, resellers } = PARTITIONS;
/** The partitions of the values that only one organization may have. */
const guards = [...organizationNames, ...organizationExternalIds];
const directories = [...guards, ...organizationEmails];

/** The operations of a reseller's organizations, which share its partition and its limits. */
export const organizationOperations = operationsOf(
  { ...contracts, ...changes, ...batch },
  {
    createOrganization: {
      handler: 'organizations/create',
      callers: ownReseller(201),
      // It reads how the owner of a name that is taken spells it.
      rights: { GetItem: resellers, PutItem: [...resellers, ...directories], UpdateItem: resellers },
    },
    getOrganization: { handler: 'organizations/get', callers: ownReseller(200), rights: { GetItem: resellers } },
    listOrganizations: {
      handler: 'organizations/list',
      callers: ownReseller(200),
      rights: {
        GetItem: [...resellers, ...guards],
        BatchGetItem: resellers,
        Query: [...resellers, ...organizationNames, ...organizationEmails],
      },
    },
    updateOrganization: {
      handler: 'organizations/update',
      callers: ownReseller(200),
      rights: {
        GetItem: resellers,
        PutItem: [...resellers, ...directories],
        UpdateItem: resellers,
        DeleteItem: directories,
      },
    },
    deleteOrganization: {
      handler: 'organizations/delete',
      callers: ownReseller(204),
      rights: {
        GetItem: resellers,
        PutItem: resellers,
        UpdateItem: resellers,
        DeleteItem: [...resellers, ...directories],
      },
      settings: ['RESTORE_DAYS'],
    },
    restoreOrganization: {
      handler: 'organizations/restore',
      callers: ownReseller(200),
      rights: {
        GetItem: resellers,
        PutItem: [...resellers, ...directories],
        UpdateItem: resellers,
        DeleteItem: resellers,
      },
    },
    putOrganization: {
      handler: 'organizations/put',
      callers: ownReseller(200),
      variants: { putNew: { asks: 'an external id that is new', callers: ownReseller(201) } },
      rights: {
        GetItem: [...resellers, ...organizationExternalIds],
        PutItem: [...resellers, ...directories],
        UpdateItem: resellers,
        DeleteItem: [...organizationNames, ...organizationEmails],
      },
    },
    batchOrganizations: {
      handler: 'organizations/batch',
      callers: ownReseller(207),
      ownDryRun: true,
      rights: {
        GetItem: resellers,
        BatchGetItem: [...answers, ...guards],
        PutItem: [...resellers, ...directories],
        UpdateItem: [...resellers, ...batchSlots],
        DeleteItem: batchSlots,
      },
      settings: ['BATCHES_AT_ONCE'],
      timeoutSeconds: 29,
      reserved: 'batches',
    },
  },
);
