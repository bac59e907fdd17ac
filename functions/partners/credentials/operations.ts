import { anybody, branchWriters } from '../../shared/contract/callers.ts';
import { operationsOf } from '../../shared/operation.ts';
import { LISTS, PARTITIONS } from '../../shared/table/partitions.ts';
import * as passwords from '../passwords/contract.ts';
import * as contracts from './contract.ts';

const { credentials, credentialUses, partners, passwordLinks, passwordResets } = PARTITIONS;

/** The operations of what partners sign in with: API credentials, and the passwords of contacts. */
export const credentialOperations = operationsOf(
  { ...contracts, ...passwords },
  {
    createCredential: {
      handler: 'partners/credentials/create',
      callers: branchWriters(201),
      rights: { PutItem: credentials, UpdateItem: partners },
    },
    listCredentials: {
      handler: 'partners/credentials/list',
      callers: branchWriters(200),
      rights: { BatchGetItem: credentialUses, 'Query of gsi1': LISTS.credentials },
    },
    deleteCredential: {
      handler: 'partners/credentials/delete',
      callers: branchWriters(204),
      rights: { DeleteItem: [...credentials, ...credentialUses], UpdateItem: partners },
    },
    setPassword: {
      handler: 'partners/passwords/set',
      id: 'SetPassword',
      callers: anybody(204),
      rights: { GetItem: [...passwordLinks, ...partners], DeleteItem: passwordLinks, UpdateItem: credentials },
    },
    requestPasswordReset: {
      handler: 'partners/passwords/request-reset',
      id: 'RequestPasswordReset',
      callers: anybody(202),
      rights: { UpdateItem: passwordResets },
    },
  },
);
