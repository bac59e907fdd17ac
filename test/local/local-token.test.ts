import type { IncomingMessage } from 'node:http';
import { PERMISSIONS } from '../../functions/shared/contract/permissions.ts';
import { localTokens } from '../../local/local-token.ts';

const minted: unknown[] = [];
const issuer = {
  jwks: () => ({ keys: [] }),
  mintToken: async (request: unknown) => {
    minted.push(request);
    return 'a.b.c';
  },
};
const OWN = { host: '127.0.0.1:3000', origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-origin' };

const asking = (headers: Readonly<Record<string, string>>, method = 'POST', url = '/docs/token') =>
  localTokens(issuer)({ method, url, headers } as unknown as IncomingMessage);

const ask = async (headers: Readonly<Record<string, string>>) => {
  const answer = await asking(headers);
  return { status: answer?.status, headers: answer?.headers, body: await answer?.json() };
};

beforeEach(() => void minted.splice(0));

test.each([OWN, { ...OWN, host: 'localhost:3000', origin: 'http://localhost:3000' }])(
  'the page of the runtime gets a token of the operator, which nothing stores: %o',
  async (headers) => {
    const { status, headers: answered, body } = await ask(headers);
    expect({ status, body, cache: answered?.get('cache-control') }).toEqual({ status: 200, body: { token: 'a.b.c' }, cache: 'no-store' });
    expect(minted).toEqual([{ permissions: PERMISSIONS, subject: 'local-reference-page' }]);
  },
);

test.each([
  ['of another origin', { ...OWN, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  ['of another port of this machine', { ...OWN, origin: 'http://127.0.0.1:8080', 'sec-fetch-site': 'same-site' }],
  ['whose name was made to lead here', { ...OWN, host: 'evil.example:3000', origin: 'http://evil.example:3000' }],
  [
    'whose name only begins like this machine',
    { ...OWN, host: '127.0.0.1.evil.example:3000', origin: 'http://127.0.0.1.evil.example:3000' },
  ],
  ['without an origin, as in a sandbox', { ...OWN, origin: 'null' }],
  ['of a program that sends no origin', { host: OWN.host }],
  ['of a browser that does not say from where', { host: OWN.host, origin: OWN.origin }],
  ['that somebody follows a link to', { ...OWN, 'sec-fetch-site': 'none' }],
])('a request %s gets none', async (_, headers) => {
  const { status, body } = await ask(headers);
  expect({ status, body }).toEqual({ status: 403, body: { message: expect.stringContaining('npx tenantry token') } });
  expect(minted).toEqual([]);
});

test.each([
  ['GET', '/docs/token'],
  ['POST', '/docs/token/more'],
  ['POST', '/toString'],
])('%s %s is left to the API', (method, url) => {
  expect(asking(OWN, method, url)).toBeUndefined();
});
