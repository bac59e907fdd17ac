import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openTokens } from '../../../cli/shared/tokens.ts';
import { apiCalls } from '../../../local/console/api-calls.ts';
import { openFaults } from '../../../local/console/faults.ts';
import { faultActions, mailActions, tokenActions } from '../../../local/console/local-actions.ts';

const received: { readonly line: string; readonly authorization: string | undefined }[] = [];
const api = createServer((request, response) => {
  received.push({ line: `${request.method} ${request.url}`, authorization: request.headers.authorization });
  response.writeHead(200, { 'content-type': 'application/json', link: '</v1/partners?cursor=abc>; rel="next"' }).end('{"data":[]}');
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((done) => api.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((done) => api.close(done)));

const call = (isReadOnly: boolean) => apiCalls({ url, tokens: openTokens('operator', undefined), isReadOnly });

test('a call goes to the API with the token of the operator, and says where the next page is', async () => {
  expect(await call(false)({ method: 'GET', path: '/v1/partners?limit=2' })).toEqual({
    status: 200,
    body: { data: [] },
    next: '/v1/partners?cursor=abc',
  });
  expect(received).toContainEqual({ line: 'GET /v1/partners?limit=2', authorization: 'Bearer operator' });
});

test.each([
  ['DELETE', '/v3/resellers/7'],
  ['POST', '/v1/partners/7/credentials'],
  ['GET', 'http://evil.test/v1/partners'],
  ['GET', '//evil.test/v1/partners'],
  ['GET', '/v1/partners/7/credentials'],
  ['GET', 7],
])('%s %s is no call of the console', async (method, path) => {
  const before = received.length;
  await expect(call(false)({ method, path })).rejects.toThrow(/^(?:The console does not call|A call has)/);
  expect(received).toHaveLength(before);
});

test('an API below a path is called there, and nothing beside it', async () => {
  const below = apiCalls({ url: `${url}/tenantry`, tokens: openTokens('operator', undefined), isReadOnly: true });
  await below({ method: 'GET', path: '/v1/partners' });
  expect(received.at(-1)?.line).toBe('GET /tenantry/v1/partners');
  const before = received.length;
  for (const path of ['/../other/v1/partners', '/../v1/partners', '/%2e%2e/v1/partners'])
    await expect(below({ method: 'GET', path })).rejects.toThrow('does not call');
  expect(received).toHaveLength(before);
});

test('the console of a deployment only reads', async () => {
  await expect(call(true)({ method: 'PATCH', path: '/v1/partners/7', body: {} })).rejects.toThrow('only reads');
  await expect(call(true)({ method: 'GET', path: '/v3/webhooks' })).resolves.toMatchObject({ status: 200 });
});

test('a token has the permissions that were picked, and no unknown one', async () => {
  const { token } = tokenActions(async (request) => JSON.stringify(request));
  expect(await token({ permissions: ['reseller:read'], reseller: '7' })).toEqual({
    token: '{"permissions":["reseller:read"],"reseller":"7"}',
  });
  await expect(token({ permissions: ['operator'] })).rejects.toThrow('There is no permission operator.');
  await expect(token({ permissions: [] })).rejects.toThrow('Pick one permission');
  await expect(token({ permissions: ['reseller:read'], partner: 1.5 })).rejects.toThrow('its number');
});

test('the list of e-mails has no links; one that is asked for has', async () => {
  const emails = [{ messageId: 'm', sentAt: '', from: 'a', to: ['b'], subject: 's', text: 'https://x.test/#0123456789abcdef0' }];
  const actions = mailActions({ emails });
  expect(actions.emails({})).toMatchObject([{ text: 'https://x.test/#•••' }]);
  expect(actions.email({ messageId: 'm' })).toEqual({ text: 'https://x.test/#0123456789abcdef0' });
  expect(() => actions.email({ messageId: 'n' })).toThrow('no such e-mail');
});

test('a fault strikes while it is on, and is over when it is set back', () => {
  const faults = openFaults();
  const killed: string[] = [];
  faults.attach(async (name) => void killed.push(name));
  const none = () => Promise.reject(new Error('none'));
  const actions = faultActions({ faults, startReceiver: none, isFunction: (name) => name === 'Publish' });
  expect(faults.database()).toBeUndefined();
  actions.throttle({ calls: 'all' });
  expect(faults.database()?.name).toBe('ProvisionedThroughputExceededException');
  expect(faults.read()).toMatchObject({ throttle: 'all', throttled: 1 });
  actions.throttle({ calls: 'half' });
  expect([1, 2, 3, 4].map(() => faults.database() === undefined).filter(Boolean)).toHaveLength(2);
  actions.throttle({ calls: 'none' });
  expect(faults.database()).toBeUndefined();
  expect(() => actions.throttle({ calls: 'some' })).toThrow('one of none, half, all');
  expect(() => actions.crash({ functionName: 'Other' })).toThrow('There is no function Other.');
});

test('a function that is to crash is ended in each invocation, and no other', async () => {
  const faults = openFaults();
  const killed = Promise.withResolvers<string>();
  faults.attach(async (name) => killed.resolve(name));
  faults.crash('Publish');
  faults.invocation({ functionName: 'Other', number: 1, event: {} });
  expect(faults.read().crashed).toBe(0);
  faults.invocation({ functionName: 'Publish', number: 2, event: {} });
  expect(await killed.promise).toBe('Publish');
  expect(faults.read()).toMatchObject({ crash: 'Publish', crashed: 1 });
});
