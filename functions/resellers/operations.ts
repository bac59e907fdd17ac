import { operatorOnly, ownReseller } from '../shared/contract/callers.ts';
import { operationsOf } from '../shared/operation.ts';
import { PARTITIONS } from '../shared/table/partitions.ts';
import * as contracts from './contract.ts';
import * as changes from './contract-changes.ts';

const { resellerEmails, resellerExternalIds, resellerList, resellerNames, resellers } = PARTITIONS;
/** The partitions that find a reseller by a value of its own. */
const directories = [...resellerNames, ...resellerEmails];
const lists = [...resellerList, ...directories];

/** The operations of resellers. */
export const resellerOperations = operationsOf(
  { ...contracts, ...changes },
  {
    createReseller: {
      handler: 'resellers/create',
      callers: operatorOnly(201),
      rights: { PutItem: [...resellers, ...lists, ...resellerExternalIds] },
    },
    getReseller: { handler: 'resellers/get', callers: ownReseller(200), rights: { GetItem: resellers } },
    listResellers: {
      handler: 'resellers/list',
      callers: operatorOnly(200),
      rights: { GetItem: resellerExternalIds, BatchGetItem: resellers, Query: lists },
    },
    updateReseller: {
      handler: 'resellers/update',
      callers: ownReseller(200),
      variants: {
        changeLimits: { asks: 'other limits', callers: operatorOnly(200) },
        changeResellerExternalId: { asks: 'another external id', callers: operatorOnly(200) },
      },
      rights: {
        GetItem: resellers,
        PutItem: [...resellers, ...directories, ...resellerExternalIds],
        UpdateItem: resellers,
        DeleteItem: [...directories, ...resellerExternalIds],
      },
    },
    deleteReseller: {
      handler: 'resellers/delete',
      callers: operatorOnly(204),
      rights: { GetItem: resellers, PutItem: resellers, DeleteItem: [...resellers, ...lists, ...resellerExternalIds] },
    },
    putReseller: {
      handler: 'resellers/put',
      callers: operatorOnly(200),
      variants: { putNewReseller: { asks: 'an external id that is new', callers: operatorOnly(201) } },
      rights: {
        GetItem: [...resellers, ...resellerExternalIds],
        PutItem: [...resellers, ...lists, ...resellerExternalIds],
        UpdateItem: resellers,
        DeleteItem: directories,
      },
    },
    getResellerLimits: {
      handler: 'resellers/limits-get',
      id: 'Limits',
      callers: ownReseller(200),
      rights: { GetItem: resellers },
    },
  },
);
