import { PERMISSIONS } from '../../functions/shared/contract/permissions.ts';
import { AWS_NOTE, declare, INSTALLATION } from '../command/declaration.ts';

const CREATE = 'To create one:';

/** `tenantry client`. */
export const client = declare({
  name: 'client',
  summary: 'creates, shows, rotates and removes the app clients of a user pool',
  description: `Manages the app clients with which programs of the operator, of resellers and of partners get
tokens from the user pool.`,
  words: 'create|list|rotate|delete',
  wordChoices: ['create', 'list', 'rotate', 'delete'],
  options: {
    ...INSTALLATION,
    'client-name': { value: '<text>', help: 'what the list shows, 1 to 128 letters, digits, spaces and + = , . @ - _', group: CREATE },
    reseller: { value: '<id>', help: 'binds its tokens to this reseller', group: CREATE },
    partner: { value: '<id>', help: 'binds its tokens to this partner and all below it', group: CREATE },
    operator: { help: 'binds its tokens to no tenant: they act on every tenant', group: CREATE },
    permissions: { value: '<name>[,<name>…]', help: 'what they allow', group: CREATE, choices: PERMISSIONS },
    client: { value: '<id>', help: 'the client', group: 'To rotate or delete one:' },
    retire: { help: 'removes the older of two secrets', group: 'To rotate or delete one:' },
  },
  examples: ["create --stage dev --client-name 'Contoso ERP' --operator --permissions reseller:read", 'rotate --stage dev --client 4f8b…'],
  notes: `  create   creates a client and prints its id and its secret, which is shown once
  list     shows every client, what it is bound to and what its tokens allow
  rotate   adds a second secret and prints it; the first stays valid until --retire
  delete   removes a client and its binding; issued tokens are valid for up to 15 minutes more
Permissions: ${PERMISSIONS.join(', ')}
${AWS_NOTE}`,
});
