import { aboveOnly, branchReaders, branchWriters, parents } from '../shared/contract/callers.ts';
import { operationsOf } from '../shared/operation.ts';
import { LISTS, PARTITIONS } from '../shared/table/partitions.ts';
import { WELCOME_LIMITS } from './contacts/operations.ts';
import * as contracts from './contract.ts';
import * as changes from './contract-changes.ts';

const { credentials, partnerExternalIds, partnerNames, partnerReferences, partners, welcomeCounts } = PARTITIONS;
/** The partitions that find a partner by a unique value. */
const directories = [...partnerNames, ...partnerReferences, ...partnerExternalIds];

/** The operations of partners. */
export const partnerOperations = operationsOf(
  { ...contracts, ...changes },
  {
    createPartner: {
      handler: 'partners/create',
      callers: parents(201),
      rights: {
        GetItem: [...partners, ...partnerNames],
        PutItem: [...partners, ...directories, ...credentials],
        UpdateItem: [...partners, ...welcomeCounts],
      },
      settings: WELCOME_LIMITS,
    },
    getPartner: { handler: 'partners/get', callers: branchReaders(200), rights: {} },
    listPartners: {
      handler: 'partners/list',
      callers: branchReaders(200),
      rights: { GetItem: [...partners, ...directories], 'Query of gsi1': LISTS.children },
    },
    updatePartner: {
      handler: 'partners/update',
      callers: branchWriters(200),
      variants: {
        movePartner: { asks: 'a new parent beside the partner', callers: aboveOnly(200) },
        changePartnerExternalId: { asks: 'another external id', callers: aboveOnly(200) },
      },
      rights: {
        GetItem: [...partners, ...partnerNames, ...credentials],
        PutItem: [...partners, ...directories, ...credentials],
        UpdateItem: [...partners, ...credentials, ...welcomeCounts],
        DeleteItem: [...directories, ...credentials],
        'Query of gsi2': LISTS.trees,
      },
      settings: WELCOME_LIMITS,
    },
    putPartner: {
      handler: 'partners/put',
      callers: parents(200),
      variants: { putNewPartner: { asks: 'an external id that is new', callers: parents(201) } },
      rights: {
        GetItem: [...partners, ...partnerNames, ...partnerExternalIds, ...credentials],
        PutItem: [...partners, ...directories, ...credentials],
        UpdateItem: [...partners, ...credentials, ...welcomeCounts],
        DeleteItem: [...partnerNames, ...partnerReferences, ...credentials],
      },
      settings: WELCOME_LIMITS,
    },
  },
);
