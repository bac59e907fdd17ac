import { temporaryDirectory } from '@tenantry/cdk-local/test/assembly-fixture';
import { openIssuer } from '../../local/keys.ts';
import { operatorClient } from '../../local/operator-client.ts';

const HERE = 'http://127.0.0.1:1';
const ADDRESSES = { apiUrl: HERE, awsUrl: HERE, dynamodbUrl: HERE, region: 'us-east-1', account: '000000000000' };

const open = async (directory: string) => {
  const { routes, importedSecrets } = operatorClient(await openIssuer(directory));
  const [secret] = Object.values(importedSecrets).map((make) => make(ADDRESSES));
  const { clientId, clientSecret, tokenUrl } = JSON.parse(String(secret)) as Record<string, string>;
  const isTaken = async (id: string, password: string): Promise<boolean> => {
    const authorization = `Basic ${Buffer.from(`${id}:${password}`).toString('base64')}`;
    const [answer] = Object.values(routes);
    const made = await answer?.(new Request(String(tokenUrl), { method: 'POST', headers: { authorization } }));
    return 'access_token' in (made as object);
  };
  return { clientId: String(clientId), clientSecret: String(clientSecret), isTaken };
};

/** Form encoding as RFC 6749, appendix B, allows it: all but letters and digits. */
const encoded = (value: string): string =>
  value.replace(/[^A-Za-z0-9]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);

test('its credentials are the same for clients that encode them and for those that do not', async () => {
  const state = temporaryDirectory();
  const { clientId, clientSecret, isTaken } = await open(state.directory);
  expect(await isTaken(clientId, clientSecret)).toBe(true);
  expect(await isTaken(encoded(clientId), encoded(clientSecret))).toBe(true);
  expect(await isTaken(clientId, 'other')).toBe(false);
  state.remove();
});
