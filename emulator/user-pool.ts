import { execFile } from 'node:child_process';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CognitoIdentityProviderClient, DescribeUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Credentials } from '../cli/client/app-clients.ts';
import type { UserPoolOutputs } from '../cli/shared/user-pool.ts';
import { OPERATOR_SCOPE, scopeOf } from '../functions/shared/contract/permissions.ts';
import { clientOptions, type Target } from './target.ts';
import type { TokenRequest } from './token-server.ts';

const COMMAND = fileURLToPath(new URL('../cli/tenantry.ts', import.meta.url));

/**
 * Gets tokens from the deployed user pool: of the operator's client, or of one that
 * `npx tenantry client create` has bound to the tenant.
 */
export const userPoolTokens = (target: Target, pool: UserPoolOutputs, environment: Readonly<Record<string, string>>) => {
  const operator = readOperatorClient(target, pool);
  return async ({ permissions, reseller, partner }: TokenRequest): Promise<string> => {
    if (reseller === undefined && partner === undefined) {
      return requestToken(target, pool, await operator, [...permissions, OPERATOR_SCOPE]);
    }
    const tenant = reseller === undefined ? ['--partner', String(partner)] : ['--reseller', reseller];
    const client = ['--client-name', `test ${tenant.join(' ')}`.replaceAll('--', ''), '--permissions', permissions.join(',')];
    const { stdout } = await promisify(execFile)(process.execPath, [COMMAND, 'client', 'create', '--stage', 'dev', ...client, ...tenant], {
      env: environment,
    });
    return requestToken(target, pool, JSON.parse(stdout) as Credentials, permissions);
  };
};

const readOperatorClient = async (target: Target, { UserPoolId, MachineClientId }: UserPoolOutputs): Promise<Credentials> => {
  const cognito = new CognitoIdentityProviderClient(clientOptions(target));
  const { UserPoolClient: client } = await cognito.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId: MachineClientId }));
  return { clientId: MachineClientId, clientSecret: client?.ClientSecret ?? '' };
};

// As `curl` does it in docs/identity.md, but that the name server does not know the emulator's
// domain.
const requestToken = async (
  { endpoint }: Target,
  { TokenUrl }: UserPoolOutputs,
  client: Credentials,
  scopes: readonly string[],
): Promise<string> => {
  const form = new URLSearchParams({ grant_type: 'client_credentials', scope: scopes.map(scopeOf).join(' ') });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const { host, pathname } = new URL(TokenUrl);
  const authorization = `Basic ${Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64')}`;
  const headers = { host, authorization, 'content-type': 'application/x-www-form-urlencoded' };
  request(new URL(pathname, endpoint), { method: 'POST', headers }, (answer) => void text(answer).then(resolve, reject))
    .on('error', reject)
    .end(form.toString());
  const answer = await promise;
  const { access_token: token } = JSON.parse(answer) as { access_token?: string };
  if (!token) throw new Error(`${TokenUrl} answered ${answer}`);
  return token;
};
