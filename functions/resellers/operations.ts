import { operatorOnly, ownReseller } from '../shared/contract/callers.ts';
import { operationsOf } from '../shared/operation.ts';
import { PARTITIONS } from '../shared/table/partitions.ts';
import * as contracts from './contract.ts';
import * as changes from './contract-changes.ts';

const { resellerEmails, resellerList, resellerNames, resellers } = PARTITIONS;
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
      rights: { PutItem: [...resellers, ...lists] },
    },
    getReseller: { handler: 'resellers/get', callers: ownReseller(200), rights: { GetItem: resellers } },
    listResellers: {
      handler: 'resellers/list',
      callers: operatorOnly(200),
      rights: { BatchGetItem: resellers, Query: lists },
    },
    updateReseller: {
      handler: 'resellers/update',
      callers: ownReseller(200),
      variants: { changeLimits: { asks: 'other limits', callers: operatorOnly(200) } },
      rights: {
        GetItem: resellers,
        PutItem: [...resellers, ...directories],
        UpdateItem: resellers,
        DeleteItem: directories,
      },
    },
    deleteReseller: {
      handler: 'resellers/delete',
      callers: operatorOnly(204),
      rights: { GetItem: resellers, PutItem: resellers, DeleteItem: [...resellers, ...lists] },
    },
    getResellerLimits: {
      handler: 'resellers/limits-get',
      id: 'Limits',
      callers: ownReseller(200),
      rights: { GetItem: resellers },
    },
  },
);
