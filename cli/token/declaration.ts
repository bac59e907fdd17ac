import { PERMISSIONS } from '../../functions/shared/contract/permissions.ts';
import { AWS_NOTE, declare, INSTALLATION } from '../command/declaration.ts';

const LOCAL = 'Of the local runtime:';
const DEPLOYED = 'Of a deployed installation that has a user pool:';

/** `tenantry token`. */
export const token = declare({
  name: 'token',
  summary: 'prints a token of the embedded runtime, or of a deployed installation',
  description: `Prints a JWT that the local runtime accepts, and nothing else; with --stage one of a deployed
installation that has a user pool.`,
  options: {
    permissions: {
      value: '<name>[,<name>…]',
      help: 'what the token allows, separated by commas (default with --stage: everything that the client may)',
      choices: PERMISSIONS,
    },
    reseller: { value: '<id>', help: 'binds the token to one reseller', group: LOCAL },
    partner: { value: '<id>', help: 'binds the token to one partner, a positive integer', group: LOCAL },
    subject: { value: '<text>', help: "the token's subject (default: local-operator)", group: LOCAL },
    'expires-in': { value: '<seconds>', help: 'its lifetime (default: 3600)', group: LOCAL },
    stage: { ...INSTALLATION.stage, group: DEPLOYED },
    name: { ...INSTALLATION.name, group: DEPLOYED },
    client: {
      value: '<id>',
      help: "the app client (default: the operator's); its secret is TENANTRY_CLIENT_SECRET, or is read from Cognito",
      group: DEPLOYED,
    },
  },
  examples: ['--permissions reseller:organization:create,reseller:organization:read', '--stage dev'],
  notes: `Permissions: ${PERMISSIONS.join(', ')}
With --stage: ${AWS_NOTE}`,
});
