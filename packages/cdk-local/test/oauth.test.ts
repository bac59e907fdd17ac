import type { CreateConnectionAuthRequestParameters } from '@aws-sdk/client-eventbridge';
import { type Reply, statuses } from './webhook-receiver.ts';
import { webhookScene } from './webhook-scene.ts';

const { receiver, connect: connectWith } = webhookScene();

const oauth = (AuthorizationEndpoint: string, more: object = {}): CreateConnectionAuthRequestParameters => ({
  OAuthParameters: {
    AuthorizationEndpoint,
    HttpMethod: 'POST',
    ClientParameters: { ClientID: 'client', ClientSecret: 's3cret&' },
    OAuthHttpParameters: {
      BodyParameters: [{ Key: 'audience', Value: 'hooks' }],
      HeaderParameters: [{ Key: 'X-Extra', Value: 'yes' }],
      QueryStringParameters: [{ Key: 'v', Value: '2' }],
      ...more,
    },
  },
});

const tokens =
  (lifetime: number): Reply =>
  (response, index) =>
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ access_token: `token-${index}`, expires_in: lifetime }));

const connect = (url: string, authorization: CreateConnectionAuthRequestParameters) => connectWith({ url, authorization });

test('one token is fetched with the connection parameters and used until it expires', async () => {
  const issuer = await receiver(tokens(3600));
  const hook = await receiver();
  const { put, bridge } = connect(hook.url, oauth(`${issuer.url}/token`));
  put();
  put();
  await bridge.idle();
  put();
  await bridge.idle();

  expect(issuer.received).toHaveLength(1);
  expect(issuer.received[0]).toMatchObject({ method: 'POST', path: '/token?v=2' });
  expect(issuer.received[0]?.headers).toMatchObject({ 'content-type': 'application/x-www-form-urlencoded', 'x-extra': 'yes' });
  expect(Object.fromEntries(new URLSearchParams(issuer.received[0]?.body))).toEqual({
    grant_type: 'client_credentials',
    client_id: 'client',
    client_secret: 's3cret&',
    audience: 'hooks',
  });
  expect(hook.received.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-0', 'Bearer token-0', 'Bearer token-0']);
});

test('a connection that asks for JSON gets a JSON token request', async () => {
  const issuer = await receiver(tokens(3600));
  const hook = await receiver();
  const { put, bridge } = connect(hook.url, oauth(issuer.url, { HeaderParameters: [{ Key: 'Content-Type', Value: 'application/json' }] }));
  put();
  await bridge.idle();
  expect(JSON.parse(issuer.received[0]?.body ?? '')).toMatchObject({ client_id: 'client', audience: 'hooks' });
});

test('an expired token is fetched anew', async () => {
  const issuer = await receiver(tokens(0));
  const hook = await receiver();
  const { put, bridge } = connect(hook.url, oauth(issuer.url));
  put();
  await bridge.idle();
  put();
  await bridge.idle();
  expect(hook.received.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-0', 'Bearer token-1']);
});

test('a token refused with 401 is refreshed for the retry', async () => {
  const issuer = await receiver(tokens(3600));
  const hook = await receiver((response, _, { headers }) =>
    response.writeHead(headers.authorization === 'Bearer token-1' ? 200 : 401).end(),
  );
  const { put, bridge, attempts } = connect(hook.url, oauth(issuer.url));
  put();
  await bridge.idle();
  expect(issuer.received).toHaveLength(2);
  expect(attempts.map(({ status, outcome }) => [status, outcome])).toEqual([
    [401, 'retrying'],
    [200, 'delivered'],
  ]);
});

test('a changed connection fetches a token of its own', async () => {
  const issuer = await receiver(tokens(3600));
  const hook = await receiver();
  const { put, bridge } = connect(hook.url, oauth(issuer.url));
  put();
  await bridge.idle();
  bridge.updateConnection({
    Name: 'hook',
    AuthParameters: { OAuthParameters: { ClientParameters: { ClientID: 'client', ClientSecret: 'new' } } },
  });
  put();
  await bridge.idle();
  expect(new URLSearchParams(issuer.received[1]?.body).get('client_secret')).toBe('new');
  expect(hook.received[1]?.headers.authorization).toBe('Bearer token-1');
});

test('an issuer that fails is asked again, and the event is not lost', async () => {
  const issuer = await receiver((response, index, request) =>
    index < 2 ? statuses(500)(response, index, request) : tokens(3600)(response, index, request),
  );
  const hook = await receiver();
  const { put, bridge, attempts } = connect(hook.url, oauth(issuer.url));
  put();
  await bridge.idle();
  expect(attempts.map(({ outcome }) => outcome)).toEqual(['retrying', 'retrying', 'delivered']);
  expect(attempts[0]?.error).toContain('authorization endpoint answered 500');
  expect(hook.received).toHaveLength(1);
});
