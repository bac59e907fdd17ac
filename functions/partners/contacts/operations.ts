import { branchReaders, branchWriters } from '../../shared/contract/callers.ts';
import { type OperationSetting, operationsOf } from '../../shared/operation.ts';
import { LISTS, PARTITIONS } from '../../shared/table/partitions.ts';
import * as contracts from './contract.ts';

const { credentials, partners, welcomeCounts } = PARTITIONS;

/** The settings of what may ask for welcome e-mails; `welcomeLimitsOf` reads them. */
export const WELCOME_LIMITS: readonly OperationSetting[] = [
  'WELCOME_EMAILS_PER_ADDRESS',
  'WELCOME_EMAILS_PER_PARTNER',
  'WELCOME_EMAILS_PER_TREE',
];

/** The operations of a partner's contacts. */
export const contactOperations = operationsOf(contracts, {
  createContact: {
    handler: 'partners/contacts/create',
    callers: branchWriters(201),
    rights: { PutItem: [...partners, ...credentials], UpdateItem: [...partners, ...welcomeCounts] },
    settings: WELCOME_LIMITS,
  },
  getContact: { handler: 'partners/contacts/get', callers: branchReaders(200), rights: {} },
  listContacts: {
    handler: 'partners/contacts/list',
    callers: branchReaders(200),
    rights: { 'Query of gsi1': LISTS.contacts },
  },
  resendWelcome: {
    handler: 'partners/contacts/resend-welcome',
    id: 'ResendWelcome',
    callers: branchWriters(202),
    rights: {
      PutItem: partners,
      UpdateItem: [...partners, ...credentials, ...welcomeCounts],
    },
    settings: WELCOME_LIMITS,
  },
  updateContact: {
    handler: 'partners/contacts/update',
    callers: branchWriters(200),
    rights: {
      PutItem: [...partners, ...credentials],
      UpdateItem: [...partners, ...credentials, ...welcomeCounts],
      DeleteItem: credentials,
    },
    settings: WELCOME_LIMITS,
  },
});
