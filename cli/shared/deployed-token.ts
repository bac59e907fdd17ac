import { CognitoIdentityProviderClient, DescribeUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { OPERATOR_SCOPE, scopeOf } from '../../functions/shared/contract/permissions.ts';
import { readUserPool } from './user-pool.ts';

/** A request for a token of a deployed installation. */
export interface DeployedTokenRequest {
  readonly stage: string;
  /** The installation's name. */
  readonly name: string;
  /** The app client that asks; the operator's own when absent. */
  readonly clientId?: string;
  /** All that the client may, when absent. */
  readonly permissions?: readonly string[];
}

/**
 * Asks the user pool of a deployed installation for a token. The secret is
 * `TENANTRY_CLIENT_SECRET`, or the one that Cognito returns for the client.
 */
export const deployedToken = async ({ stage, name, clientId, permissions }: DeployedTokenRequest): Promise<string> => {
  const { UserPoolId, MachineClientId, TokenUrl } = await readUserPool(stage, name);
  const ClientId = clientId ?? MachineClientId;
  const { UserPoolClient: client } = await new CognitoIdentityProviderClient().send(
    new DescribeUserPoolClientCommand({ UserPoolId, ClientId }),
  );
  const secret = process.env.TENANTRY_CLIENT_SECRET || client?.ClientSecret;
  if (!secret) throw new Error(`The client ${ClientId} has no secret that Cognito returns: set TENANTRY_CLIENT_SECRET.`);
  const isOperator = client?.AllowedOAuthScopes?.includes(scopeOf(OPERATOR_SCOPE)) ?? false;
  const scopes = permissions && [...permissions, ...(isOperator ? [OPERATOR_SCOPE] : [])].map(scopeOf);
  return requestToken(TokenUrl, `${ClientId}:${secret}`, scopes);
};

const requestToken = async (url: string, credentials: string, scopes: readonly string[] | undefined): Promise<string> => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...(scopes && { scope: scopes.join(' ') }) }),
    redirect: 'error',
    signal: AbortSignal.timeout(20_000),
  });
  const { access_token: token, error, error_description: description } = (await answer.json()) as Readonly<Record<string, string>>;
  if (token) return token;
  throw new Error(`${url} answered ${[answer.status, error, description].filter(Boolean).join(' ')}${hintFor(error)}`);
};

const hintFor = (error: string | undefined): string => {
  if (error === 'invalid_scope') return ': the client may not have all of these permissions.';
  return error === 'invalid_client' ? ': its secret is another by now; set TENANTRY_CLIENT_SECRET.' : '.';
};
