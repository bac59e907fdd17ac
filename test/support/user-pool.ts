import { randomUUID } from 'node:crypto';
import type { PreTokenGenerationV3TriggerEvent } from 'aws-lambda';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** An app client as the pool keeps it: with one secret or two, the oldest first. */
export interface PoolClient {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly secrets: { readonly id: string; readonly value: string; readonly at: number }[];
}

type Trigger = (event: PreTokenGenerationV3TriggerEvent, context: object) => Promise<PreTokenGenerationV3TriggerEvent>;

const POOL = 'eu-west-1_AbCdEfGhI';

/**
 * A Cognito user pool as far as machines see it. Its tokens have the claims of "Understanding the
 * access token" (Amazon Cognito Developer Guide) without those of a user, and no `aud`; its trigger
 * is handed the version 3 event of "Pre token generation Lambda trigger" and asked before each.
 */
export const openUserPool = async (trigger: Trigger | undefined) => {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'pool-key', alg: 'RS256', use: 'sig' };
  const issuer = `https://cognito-idp.eu-west-1.amazonaws.com/${POOL}`;
  const clients = new Map<string, PoolClient>();
  let made = 0;

  const addClient = (name: string, scopes: readonly string[]): string => {
    const id = randomUUID().replaceAll('-', '').slice(0, 26);
    clients.set(id, { name, scopes, secrets: [] });
    addSecret(id);
    return id;
  };
  const addSecret = (id: string) => {
    made += 1;
    const secret = { id: `${id}--${made}`, value: `secret${made}`.padEnd(51, 'x'), at: made };
    clients.get(id)?.secrets.push(secret);
    return secret;
  };

  const claimsOf = async (id: string, scopes: readonly string[]): Promise<JWTPayload> => {
    const now = Math.floor(Date.now() / 1000);
    const base = { sub: id, token_use: 'access', scope: scopes.join(' '), auth_time: now, iss: issuer, exp: now + 900, iat: now };
    const answer = await trigger?.(triggerEvent(id, scopes), {});
    const { accessTokenGeneration: changes } = answer?.response.claimsAndScopeOverrideDetails ?? {};
    return { ...base, version: 2, jti: randomUUID(), client_id: id, ...changes?.claimsToAddOrOverride };
  };
  const sign = (claims: JWTPayload): Promise<string> =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'pool-key' }).sign(privateKey);

  return {
    ...{ id: POOL, issuer, clients, addClient, addSecret, claimsOf, sign },
    jwks: () => ({ keys: [jwk] }),
    /** A token with all scopes of the client, or some. */
    token: async (id: string, scopes: readonly string[] = clients.get(id)?.scopes ?? []): Promise<string> =>
      sign(await claimsOf(id, scopes)),
  };
};

export type UserPool = Awaited<ReturnType<typeof openUserPool>>;

const triggerEvent = (clientId: string, scopes: readonly string[]): PreTokenGenerationV3TriggerEvent =>
  ({
    ...{ version: '3', triggerSource: 'TokenGeneration_ClientCredentials', region: 'eu-west-1', userPoolId: POOL, userName: clientId },
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId },
    request: { userAttributes: {}, groupConfiguration: {}, scopes: [...scopes] },
    response: { claimsAndScopeOverrideDetails: null },
  }) as unknown as PreTokenGenerationV3TriggerEvent;
