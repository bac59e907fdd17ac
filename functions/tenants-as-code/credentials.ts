import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type Auth, createTenantryClient, type TenantryClient } from '../../client/index.ts';
import { awsClient } from '../shared/base/aws-client.ts';
import { isObject } from '../shared/contract/json.ts';

const MEMBERS = [
  ['clientId', 'clientSecret', 'tokenUrl'],
  ['username', 'password'],
] as const;

/**
 * Reads credentials for the API from the text of a secret: those of an OAuth client, or an API
 * credential.
 * @throws {Error} that names the secret and the members, and quotes nothing of it
 */
const readAuth = (text: string, secretId: string): Auth => {
  const parsed = parse(text);
  const isText = (name: string): boolean => isObject(parsed) && typeof parsed[name] === 'string' && parsed[name] !== '';
  if (!MEMBERS.some((names) => names.every(isText))) {
    const wanted = MEMBERS.map((names) => names.map((name) => `\`${name}\``).join(', ')).join(', or ');
    throw new Error(`The secret ${secretId} must be a JSON object with ${wanted}.`);
  }
  return parsed as Auth;
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

interface Known {
  readonly text: string;
  readonly client: TenantryClient;
}

/**
 * Creates the source of clients. It reads the secret each time, and keeps a client, with its token,
 * until the secret changes.
 */
export const clientSource = () => {
  const secrets = awsClient(SecretsManagerClient, { maxAttempts: 3, requestTimeout: 5000 });
  const clients = new Map<string, Known>();
  return async (url: string, secretId: string): Promise<TenantryClient> => {
    const { SecretString: text = '' } = await secrets.send(new GetSecretValueCommand({ SecretId: secretId }));
    const key = `${secretId} ${url}`;
    const known = clients.get(key);
    if (known?.text === text) return known.client;
    const client = createTenantryClient({ url, auth: readAuth(text, secretId), retries: 8 });
    clients.set(key, { text, client });
    return client;
  };
};
