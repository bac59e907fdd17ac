import { failure, ok, scripted } from './scripted-fetch.ts';

const organization = { resellerId: 'r1', id: 'o1' };

test('arguments go to the path, then to the body, or to the query where there is none', async () => {
  const { client, sent } = scripted([ok([])], { url: 'https://api.example.com/stage/' });
  await client.organizations.create({ resellerId: 'r/1', name: 'Contoso', email: 'it@contoso.example', allowedUsers: 5 });
  await client.organizations.list({ resellerId: 'r1', search: 'Con & co', deleted: true, limit: 2 }).page();
  await client.organizations.restore(organization);
  await client.organizations.create({ resellerId: 'r1', name: 'x', email: 'x@x.example', allowedUsers: 1 }, { dryRun: true });
  expect(sent.map(({ method, url, body }) => [method, url.replace('https://api.example.com/stage', ''), body])).toEqual([
    ['POST', '/v3/resellers/r%2F1/organizations', '{"name":"Contoso","email":"it@contoso.example","allowedUsers":5}'],
    ['GET', '/v3/resellers/r1/organizations?search=Con+%26+co&deleted=true&limit=2', undefined],
    ['POST', '/v3/resellers/r1/organizations/o1:restore', '{}'],
    ['POST', '/v3/resellers/r1/organizations?dryRun=true', '{"name":"x","email":"x@x.example","allowedUsers":1}'],
  ]);
});

test.each(['', '.', '..', undefined, {}])('%j is no id: the path would be another', async (id) => {
  const { client, sent } = scripted([ok()]);
  expect(await failure(client.organizations.delete({ resellerId: 'r1', id: id as string }))).toHaveProperty(
    'message',
    'deleteOrganization: `id` must be the id of something',
  );
  expect(sent).toEqual([]);
});

test.each([
  [3, '"3"'],
  [{ ...organization, version: 4 }, '"4"'],
  ['"5"', '"5"'],
  ['*', '*'],
] as const)('`ifMatch` of %j is the entity tag %s', async (ifMatch, tag) => {
  const { client, sent } = scripted([ok()]);
  await client.organizations.delete(organization, { ifMatch });
  expect(sent[0]?.headers.get('if-match')).toBe(tag);
});

test.each([{} as { readonly version: number }, '', ' '])('%j is no version: the request would have no condition', async (ifMatch) => {
  const { client, sent } = scripted([ok()]);
  expect(await failure(client.organizations.delete(organization, { ifMatch }))).toBeInstanceOf(TypeError);
  expect(sent).toEqual([]);
});

test.each(['ftp://api.example.com', 'api.example.com', '', 'https://u:p@api.example.com', 'https://u@api.example.com'])(
  '%s is no address of an API',
  (url) => {
    expect(() => scripted([ok()], { url })).toThrow('`url` must be an http(s) URL without credentials');
  },
);

const plainHttp = { clientId: 'c', clientSecret: 's', tokenUrl: 'http://issuer.example.com' };

test.each([
  'http://api.example.com',
  'http://localhost.example.com',
  'http://127.0.0.1.example.com',
  'http://128.0.0.1',
  'http://[::2]',
  'http://0.0.0.0',
])('no credentials go to %s, which is plain http', (url) => {
  expect(() => scripted([ok()], { url })).toThrow('`url` must be https, except on this machine');
});

test.each(['http://localhost:3000', 'http://127.0.0.1', 'http://127.1.2.3', 'http://127.1', 'http://[::1]:80', 'HTTP://LOCALHOST'])(
  'plain http to this machine, %s, is taken',
  (url) => {
    expect(() => scripted([ok()], { url, auth: { ...plainHttp, tokenUrl: url } })).not.toThrow();
  },
);

test('plain http to another host has to be allowed, for the issuer of tokens, too', () => {
  expect(() => scripted([ok()], { auth: plainHttp })).toThrow('`tokenUrl` must be https, except on this machine');
  expect(() => scripted([ok()], { url: 'http://api.example.com', auth: plainHttp, allowHttp: true })).not.toThrow();
});

test.each(['https://api.example.com/?a=b', 'https://api.example.com/stage#x'])('%s has more than a path', (url) => {
  expect(() => scripted([ok()], { url })).toThrow('`url` must have no query and no fragment');
});

test.each(['https://api.example.com/stage//', 'https://api.example.com/stage?', 'https://api.example.com/stage/#'])(
  'the paths follow that of %s',
  async (url) => {
    const { client, sent } = scripted([ok()], { url });
    await client.organizations.get(organization);
    expect(sent[0]?.url).toBe('https://api.example.com/stage/v3/resellers/r1/organizations/o1');
  },
);

test('no request follows a redirect', async () => {
  const redirects: (RequestInit['redirect'] | undefined)[] = [];
  const fetch = async (_: unknown, init?: RequestInit) => {
    redirects.push(init?.redirect);
    return Response.json({ access_token: 't' });
  };
  const auth = { clientId: 'c', clientSecret: 's', tokenUrl: 'https://issuer.example.com' };
  await scripted([], { fetch, auth }).client.organizations.get(organization);
  expect(redirects).toEqual(['error', 'error']);
});
