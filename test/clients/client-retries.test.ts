import { isProblem, TenantryConnectionError, TenantryProblem } from '../../client/index.ts';
import { failure, ok, problem, type Reply, scripted } from './scripted-fetch.ts';

const organization = { resellerId: 'r1', id: 'o1' };
const made = { resellerId: 'r1', name: 'Contoso', email: 'it@contoso.example', allowedUsers: 5 };
const unavailable = problem(503, 'dependency-unavailable');

test('a create whose answers are lost is sent again with one and the same Idempotency-Key', async () => {
  const { client, sent } = scripted(['lost', unavailable, problem(502, 'x'), problem(504, 'x'), ok()]);
  expect(await client.organizations.create(made)).toEqual({ id: 'o1', version: 1 });
  const keys = sent.map(({ headers }) => headers.get('idempotency-key'));
  expect(keys).toHaveLength(5);
  expect(new Set(keys).size).toBe(1);
  expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
});

test('another call has another key, and that of the caller wins', async () => {
  const { client, sent } = scripted(['lost', ok()]);
  await client.organizations.create(made, { idempotencyKey: 'mine' });
  await client.organizations.create(made);
  await client.organizations.create(made);
  const keys = sent.map(({ headers }) => headers.get('idempotency-key'));
  expect(keys.slice(0, 2)).toEqual(['mine', 'mine']);
  expect(new Set(keys).size).toBe(3);
});

type Clients = ReturnType<typeof scripted>['client'];

const UNSAFE: readonly (readonly [string, (client: Clients) => Promise<unknown>])[] = [
  ['a PATCH without a version', (client) => client.organizations.update({ ...organization, name: 'Contoso' })],
  ['a PATCH of any version', (client) => client.organizations.update({ ...organization, name: 'Contoso' }, { ifMatch: '*' })],
  ['a POST that takes no key', (client) => client.credentials.setPassword({ token: 't', password: 'p' })],
];

test.each(UNSAFE)('%s is not sent again when it may have been done', async (_, call) => {
  for (const reply of ['lost', unavailable, problem(502, 'x'), problem(504, 'x')] as const) {
    const { client, sent } = scripted([reply, ok()]);
    expect(await failure(call(client))).toMatchObject({ attempts: 1 });
    expect(sent).toHaveLength(1);
  }
});

test.each(UNSAFE)('%s is sent again when the API says that nothing was done', async (_, call) => {
  for (const reply of [problem(503, 'contention'), problem(429, 'too-many-requests'), Response.json({ message: 'x' }, { status: 429 })]) {
    const { client, sent } = scripted([reply, ok()]);
    await call(client);
    expect(sent).toHaveLength(2);
  }
});

test.each<readonly [string, (client: Clients) => Promise<unknown>]>([
  ['a GET', (client) => client.organizations.get(organization)],
  ['a page', (client) => client.organizations.list({ resellerId: 'r1' }).page()],
  ['a DELETE', (client) => client.organizations.delete(organization)],
  ['a PUT', (client) => client.organizations.put({ ...made, externalId: 'crm-1' })],
  ['a PATCH of a version', (client) => client.organizations.update({ ...organization, name: 'x' }, { ifMatch: 3 })],
  ['a PATCH with a version in its body', (client) => client.organizations.update({ ...organization, version: 3, name: 'x' })],
  ['a dry run of a PATCH', (client) => client.organizations.update({ ...organization, name: 'x' }, { dryRun: true })],
])('%s is sent again', async (_, call) => {
  const { client, sent } = scripted(['lost', unavailable, Response.json([])]);
  await call(client);
  expect(sent).toHaveLength(3);
});

test.each([...[400, 401, 403, 404, 409, 410, 412, 413, 415, 422, 500].map((status) => [status, 'organization-not-found'] as const)])(
  '%d is not sent again',
  async (status, code) => {
    const { client, sent } = scripted([problem(status, code), ok()]);
    expect(await failure(client.organizations.get(organization))).toMatchObject({ status });
    expect(sent).toHaveLength(1);
  },
);

test('the waits double, each a random part of the longest (full jitter)', async () => {
  for (const [part, times] of [
    [1, [0, 200, 600, 1400, 3000]],
    [0.5, [0, 100, 300, 700, 1500]],
    [0, [0, 0, 0, 0, 0]],
  ] as const) {
    const { client, sent } = scripted([unavailable], {}, () => part);
    expect(await failure(client.organizations.get(organization))).toMatchObject({ attempts: 5 });
    expect(sent.map(({ at }) => at)).toEqual(times);
  }
});

test.each([
  ['seconds', () => '7', 7000],
  ['a date', () => new Date(Date.UTC(2026, 10, 22, 0, 0, 12)).toUTCString(), 12_000],
  ['a date that is over', () => new Date(Date.UTC(2020, 1, 1)).toUTCString(), 0],
  ['nonsense', () => 'soon', 0],
])('Retry-After in %s is waited for before the random part', async (_, value, ms) => {
  const { client, sent } = scripted([problem(429, 'too-many-batches', { 'retry-after': value() }), ok()], {}, () => 0.5);
  await client.organizations.get(organization);
  expect(sent.map(({ at }) => at)).toEqual([0, ms + 100]);
});

test('a wait that would end after the time of the call is not begun', async () => {
  const { client, sent, time } = scripted([problem(429, 'too-many-requests', { 'retry-after': '3600' })]);
  expect(await failure(client.organizations.get(organization))).toMatchObject({ code: 'too-many-requests', retryAfter: 3600 });
  expect([sent.length, time.elapsed()]).toEqual([1, 0]);
});

test('an attempt without an answer ends after 35 seconds, a call after its own time', async () => {
  const { client, sent, time } = scripted(['never', ok()]);
  await client.organizations.get(organization);
  expect(sent.map(({ at }) => at)).toEqual([0, 35_200]);
  const { client: hurried, time: short } = scripted(['never']);
  const error = await failure(hurried.organizations.get(organization, { timeout: 1500 }));
  expect(error).toBeInstanceOf(TenantryConnectionError);
  expect(error).toMatchObject({ message: 'getOrganization: no answer within 1500 ms', attempts: 1 });
  expect([short.elapsed(), short.pending(), time.pending()]).toEqual([1500, 0, 0]);
});

test.each<readonly [string, readonly Reply[]]>([
  ['while it waits for an answer', ['never']],
  ['while it waits for a retry', [problem(429, 'too-many-requests', { 'retry-after': '30' })]],
])('a signal ends a call %s, with its own reason', async (_, replies) => {
  const { client, sent, time } = scripted(replies);
  const controller = new AbortController();
  time.timers.after(1000, () => controller.abort(new Error('the user went away')));
  const error = await failure(client.organizations.get(organization, { signal: controller.signal }));
  expect([error.message, sent.length, time.elapsed(), time.pending()]).toEqual(['the user went away', 1, 1000, 0]);
});

test('a signal that ended before sends nothing', async () => {
  const { client, sent } = scripted([ok()]);
  expect(await failure(client.organizations.get(organization, { signal: AbortSignal.abort(new Error('over')) }))).toHaveProperty(
    'message',
    'over',
  );
  expect(sent).toEqual([]);
});

test('`retries` of a call wins over that of the client', async () => {
  const { client, sent } = scripted([unavailable], { retries: 1 });
  await failure(client.organizations.get(organization));
  await failure(client.organizations.get(organization, { retries: 0 }));
  expect(sent).toHaveLength(3);
});

test('a refusal after a lost answer says that the change may have been done', async () => {
  const { client } = scripted(['lost', problem(412, 'version-mismatch')]);
  const error = await failure(client.organizations.update({ ...organization, name: 'x' }, { ifMatch: 3 }));
  expect(isProblem(error, 'version-mismatch') && [error.mayBeDone, error.attempts]).toEqual([true, 2]);
  const { client: other } = scripted([problem(503, 'contention'), problem(412, 'version-mismatch')]);
  expect(await failure(other.organizations.update({ ...organization, name: 'x' }, { ifMatch: 3 }))).toMatchObject({ mayBeDone: false });
});

test('what a proxy answers is a problem without a code, and its page is not quoted', async () => {
  const { client } = scripted([new Response('<html>Bad request</html>', { status: 400 })]);
  const error = await failure(client.organizations.get(organization));
  expect(error).toBeInstanceOf(TenantryProblem);
  expect([error.message, (error as TenantryProblem).code]).toEqual(['getOrganization: 400: HTTP 400', undefined]);
});

test('an answer that is cut off is no answer', async () => {
  const { client, sent } = scripted([new Response('{"id":"o1","secret":"s3cr3t-'), ok()]);
  expect(await client.organizations.get(organization)).toEqual({ id: 'o1', version: 1 });
  expect(sent).toHaveLength(2);
});
