import { inspect } from 'node:util';
import { createTenantryClient, isProblem, TenantryTokenError } from '../../client/index.ts';
import { failure, ok, problem, type Reply, type Sent, scripted } from './scripted-fetch.ts';

const SECRET = 's3cr3t-of-the-client';
const auth = { clientId: 'client:1', clientSecret: SECRET, tokenUrl: 'https://issuer.example.com/oauth2/token', scope: 'tenantry/read' };
const organization = { resellerId: 'r1', id: 'o1' };
const tokenOf = ({ headers }: Sent): string | null => headers.get('authorization');
const isOfIssuer = ({ url }: Sent): boolean => url === auth.tokenUrl;

/** An issuer whose tokens are t1, t2, … and an API that answers as `api` does. */
const withIssuer = (api: (sent: Sent) => Response = () => ok(), issued: object = { expires_in: 3600 }) => {
  let count = 0;
  const reply: Reply = (sent) =>
    isOfIssuer(sent) ? Response.json({ access_token: `t${++count}`, token_type: 'Bearer', ...issued }) : api(sent);
  return scripted([reply], { auth });
};

test('a token is fetched with the client credentials, once for all calls at the same time', async () => {
  const { client, sent } = withIssuer();
  await Promise.all(Array.from({ length: 5 }, () => client.organizations.get(organization)));
  const [first, ...others] = sent;
  expect(first).toMatchObject({ method: 'POST', url: auth.tokenUrl, body: 'grant_type=client_credentials&scope=tenantry%2Fread' });
  expect(first && tokenOf(first)).toBe(`Basic ${btoa(`client%3A1:${SECRET}`)}`);
  expect(others.map(tokenOf)).toEqual(Array(5).fill('Bearer t1'));
});

test.each([
  [3600, 3540],
  [100, 80],
])('a token of %d seconds is renewed after %d, once for all calls', async (seconds, renewed) => {
  const { client, sent, time } = withIssuer(undefined, { expires_in: seconds });
  const getAfter = (ms: number) =>
    new Promise((resolve, reject) => {
      const get = () => Promise.all([1, 2].map(() => client.organizations.get(organization)));
      time.timers.after(ms, () => void get().then(resolve, reject));
    });
  await client.organizations.get(organization);
  await getAfter(renewed * 1000 - 1 - time.elapsed());
  expect(sent.filter(isOfIssuer)).toHaveLength(1);
  await getAfter(renewed * 1000 - time.elapsed());
  expect(sent.filter(isOfIssuer)).toHaveLength(2);
  expect(sent.slice(-2).map(tokenOf)).toEqual(['Bearer t2', 'Bearer t2']);
});

test('a token that the API refuses is replaced once, also for a request that may not be repeated', async () => {
  const { client, sent } = withIssuer((request) => (tokenOf(request) === 'Bearer t1' ? problem(401, 'token-expired') : ok()));
  const change = () => client.organizations.update({ ...organization, name: 'x' });
  await Promise.all([change(), change()]);
  expect(sent.filter(isOfIssuer)).toHaveLength(2);
  expect(sent.filter((one) => tokenOf(one) === 'Bearer t2')).toHaveLength(2);
});

test('a second refusal is the answer', async () => {
  const { client, sent } = withIssuer(() => problem(401, 'token-invalid'));
  expect(isProblem(await failure(client.organizations.get(organization)), 'token-invalid')).toBe(true);
  expect(sent.map(tokenOf).slice(1)).toEqual(['Bearer t1', expect.stringMatching(/^Basic/), 'Bearer t2']);
});

test('a token is replaced once in all retries of a call', async () => {
  const answers = [problem(401, 'token-expired'), problem(503, 'dependency-unavailable'), problem(401, 'token-expired')];
  const { client, sent } = withIssuer(() => answers.shift() ?? ok());
  expect(await failure(client.organizations.get(organization))).toMatchObject({ code: 'token-expired', attempts: 3 });
  expect(sent.filter(isOfIssuer)).toHaveLength(2);
});

test('a function is asked for each request, and again when its token is refused', async () => {
  const tokens = ['old', 'new', 'new'];
  const api: Reply = (sent) => (tokenOf(sent) === 'Bearer old' ? problem(401, 'token-expired') : ok());
  const { client, sent } = scripted([api], { auth: { token: async () => tokens.shift() ?? 'none' } });
  await client.organizations.get(organization);
  await client.organizations.get(organization);
  expect(sent.map(tokenOf)).toEqual(['Bearer old', 'Bearer new', 'Bearer new']);
});

test('the same token is not tried twice', async () => {
  const { client, sent } = scripted([problem(401, 'token-expired')], { auth: { token: () => 'the-same' } });
  await failure(client.organizations.get(organization));
  expect(sent).toHaveLength(1);
});

test('HTTP Basic is in UTF-8, and a public operation has no credentials', async () => {
  const { client, sent } = scripted([ok()], { auth: { username: 'jürgen', password: 'pässword' } });
  await client.partners.get({ id: 1 });
  await client.system.getHealth();
  expect(sent.map(tokenOf)).toEqual([`Basic ${Buffer.from('jürgen:pässword').toString('base64')}`, null]);
});

test('an issuer that fails is asked again, and the next call asks anew', async () => {
  const replies = ['lost', new Response('', { status: 503 }), Response.json({ access_token: 't1' }), ok()] as const;
  const { client, sent } = scripted(replies, { auth });
  await client.organizations.get(organization);
  expect(sent.map(isOfIssuer)).toEqual([true, true, true, false]);
  const { client: refused, sent: asked } = scripted(
    [Response.json({ error: 'invalid_client', error_description: SECRET }, { status: 400 })],
    { auth },
  );
  const error = await failure(refused.organizations.get(organization));
  expect(error).toBeInstanceOf(TenantryTokenError);
  expect(error).toMatchObject({ message: 'No token: the issuer answered 400 invalid_client', status: 400 });
  await failure(refused.organizations.get(organization));
  expect(asked).toHaveLength(2);
});

test('an issuer without an answer ends after 30 seconds', async () => {
  const { client, time } = scripted(['never'], { auth });
  expect(await failure(client.organizations.get(organization))).toBeInstanceOf(TenantryTokenError);
  expect([time.elapsed(), time.pending()]).toEqual([30_000, 0]);
});

test('the signal of one call does not take the token from another', async () => {
  let issue = (_: Response): void => {};
  const issued = new Promise<Response>((resolve) => {
    issue = resolve;
  });
  const { client, sent } = scripted([(one) => (isOfIssuer(one) ? issued : ok())], { auth });
  const controller = new AbortController();
  const [gone, stays] = [client.organizations.get(organization, { signal: controller.signal }), client.organizations.get(organization)];
  controller.abort(new Error('gone'));
  expect(await failure(gone)).toHaveProperty('message', 'gone');
  issue(Response.json({ access_token: 't1' }));
  await stays;
  expect(sent.map(isOfIssuer)).toEqual([true, false]);
});

test('no secret is in an error or in the client itself', async () => {
  const errors = [
    await failure(scripted(['lost'], { auth }).client.organizations.get(organization)),
    await failure(scripted(['lost'], { auth: { token: SECRET } }).client.organizations.get(organization, { retries: 0 })),
    await failure(scripted([ok()], { auth: { token: `${SECRET}\n` } }).client.organizations.get(organization)),
    await failure(scripted([Response.json({ error: SECRET }, { status: 400 })], { auth }).client.organizations.get(organization)),
    await failure(scripted([new Response(SECRET)], { auth }).client.organizations.get(organization)),
    await failure(scripted([new Response(`"${SECRET}`)]).client.organizations.get(organization, { retries: 0 })),
    await failure(
      scripted([problem(401, 'credentials-invalid')], { auth: { username: 'u', password: SECRET } }).client.partners.get({ id: 1 }),
    ),
    await failure((async () => createTenantryClient({ url: `https://u:${SECRET}@api.example.com`, auth }))()),
    await failure(
      (async () => createTenantryClient({ url: 'https://api.example.com', auth: { ...auth, tokenUrl: `https://u:${SECRET}@x` } }))(),
    ),
  ];
  for (const error of errors) expect(inspect(error, { depth: 9 })).not.toContain(SECRET);
  expect(inspect(scripted([ok()], { auth }).client, { depth: 9, showHidden: true })).not.toContain(SECRET);
});
