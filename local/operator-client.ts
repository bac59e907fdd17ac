import { randomBytes } from 'node:crypto';
import type { RuntimeOptions } from '@tenantry/cdk-local/runtime-options';
import { PERMISSIONS } from '../functions/shared/contract/permissions.ts';
import { LOCAL_OPERATOR_SECRET } from '../lib/configuration/configuration-overrides.ts';
import type { Issuer } from './keys.ts';

const CLIENT_ID = 'localoperator';
const TOKEN_PATH = '/oauth2/token';
const SECONDS = 3600;

/**
 * Stands for the operator's client of a user pool: a secret with its credentials, which changes
 * with each start, and the token endpoint that takes them (RFC 6749, 4.4). Both are of letters and
 * digits, as Amazon Cognito's are: clients that encode them first (RFC 6749, 2.3.1) then send the
 * same header as those that do not.
 */
export const operatorClient = ({ mintToken }: Issuer): Required<Pick<RuntimeOptions, 'routes' | 'importedSecrets'>> => {
  const clientSecret = randomBytes(32).toString('hex');
  const expected = `Basic ${Buffer.from(`${CLIENT_ID}:${clientSecret}`).toString('base64')}`;

  const answer = async (request: Request): Promise<unknown> => {
    if (request.headers.get('authorization') !== expected) return Response.json({ error: 'invalid_client' }, { status: 401 });
    const token = await mintToken({ permissions: PERMISSIONS, expiresInSeconds: SECONDS });
    return { access_token: token, token_type: 'Bearer', expires_in: SECONDS };
  };

  return {
    routes: { [`POST ${TOKEN_PATH}`]: answer },
    importedSecrets: {
      [LOCAL_OPERATOR_SECRET]: ({ awsUrl }) => JSON.stringify({ clientId: CLIENT_ID, clientSecret, tokenUrl: `${awsUrl}${TOKEN_PATH}` }),
    },
  };
};
