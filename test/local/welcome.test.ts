import { join } from 'node:path';
import { temporaryDirectory } from '@tenantry/cdk-local/test/assembly-fixture';
import { ROLE_PERMISSIONS } from '../../functions/shared/contract/permissions.ts';
import { synthesize } from '../../local/synthesize.ts';
import { startTenantry, type TenantryRuntime } from '../../local/tenantry-runtime.ts';
import { functionNameIn } from '../support/journey-assembly.ts';

const assembly = temporaryDirectory();
const state = temporaryDirectory();
const opened: TenantryRuntime[] = [];
let events: { readonly id: string; readonly 'detail-type': string }[] = [];
let logs: string[] = [];
let warnings: string[] = [];

/** Starts the system, on data that outlive it. */
const start = async (environment: Readonly<Record<string, string>> = {}): Promise<TenantryRuntime> => {
  const runtime = await startTenantry({
    assembly: assembly.directory,
    port: 0,
    dataDir: join(state.directory, 'data'),
    stateDir: join(state.directory, 'state'),
    timeScale: 0.001,
    environment,
    on: { event: (event) => events.push(event), log: ({ line }) => logs.push(line), warning: (message) => warnings.push(message) },
  });
  opened.push(runtime);
  return runtime;
};
const stop = async () => {
  for (const runtime of opened.splice(0)) await runtime.stop();
};

const requester = async (runtime: TenantryRuntime) => {
  const token = await runtime.mintToken({ permissions: ROLE_PERMISSIONS['Partner Supervisor'] });
  return async (method: string, path: string, body?: object, authorization = `Bearer ${token}`) => {
    const response = await fetch(runtime.url + path, {
      method,
      headers: { authorization, 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer = (text ? JSON.parse(text) : {}) as { readonly id?: number; readonly code?: string };
    return { status: response.status, ...answer };
  };
};

const contact = (userName: string, more: object = {}) => ({
  ...{ userName, firstName: 'Ada', lastName: 'Lovelace', email: `${userName}@example.com`, phone: '+14155552671' },
  ...{ userRole: 'Partner Supervisor', ...more },
});
const basic = (userName: string, password: string) => `Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}`;
const linkTo = (runtime: TenantryRuntime, userName: string) => {
  const mails = runtime.mailbox.emails.filter(({ to }) => to.includes(`${userName}@example.com`));
  expect(mails).toHaveLength(1);
  return /https:\/\/accounts\.local\.tenantry\.test\/password#([\w-]{43})\n/.exec(mails[0]?.text ?? '')?.[1] ?? 'no link';
};

beforeAll(() => synthesize(assembly.directory, []), 120_000);
beforeEach(() => {
  events = [];
  logs = [];
  warnings = [];
});
afterEach(stop);
afterAll(() => {
  assembly.remove();
  state.remove();
});

test('a new partner’s contact is sent one link, which sets its password once', async () => {
  const runtime = await start();
  const request = await requester(runtime);
  const { id } = await request('POST', '/v1/partners', { name: 'Ada Ltd', contact: contact('ada', { sendWelcomeEmail: true }) });
  await runtime.idle();
  expect(warnings).toEqual([]);
  const [mail] = runtime.mailbox.emails;
  expect(mail).toMatchObject({
    from: 'accounts@local.tenantry.test',
    subject: 'Set your password',
    text: expect.stringContaining('Hello Ada,'),
  });

  const password = 'correct horse battery staple';
  const token = linkTo(runtime, 'ada');
  const signIn = async (given: string) => (await request('GET', `/v1/partners/${id}`, undefined, basic('ada', given))).status;
  expect(await signIn(password)).toBe(401);
  expect(await request('POST', '/v1/password', { token, password })).toEqual({ status: 204 });
  expect(await signIn(password)).toBe(200);
  const again = await request('POST', '/v1/password', { token, password: 'another horse battery staple' });
  expect(again).toMatchObject({ status: 400, code: 'password-link-invalid' });
  expect([await signIn(password), await signIn('another horse battery staple')]).toEqual([200, 401]);
  expect(logs.join('')).not.toContain(token);
}, 30_000);

test('an event that arrives again sends no second e-mail', async () => {
  const runtime = await start();
  const request = await requester(runtime);
  const { id } = await request('POST', '/v1/partners', { name: 'Bob Ltd', contact: contact('bob') });
  await request('POST', `/v1/partners/${id}/contacts`, contact('again', { sendWelcomeEmail: true }));
  await runtime.idle();
  const event = events.find((seen) => seen['detail-type'] === 'partner.contact.created');
  await runtime.functions.invoke(functionNameIn(assembly.directory, 'WelcomeSend'), event);
  expect(runtime.mailbox.emails.map(({ to }) => to)).toEqual([['again@example.com']]);
  expect(logs.filter((line) => line.includes('welcomed before'))).toHaveLength(1);
}, 30_000);

test('an event that arrives twice at once sends one e-mail', async () => {
  const runtime = await start();
  const send = functionNameIn(assembly.directory, 'WelcomeSend');
  const metadata = { eventId: 'e', tenant: '/partners/7' };
  const data = { id: 8, isActive: true, ...contact('twice', { sendWelcomeEmail: true }) };
  const event = { detail: { metadata, payload: { event: 'partner.contact.created', data, triggeredAt: new Date().toISOString() } } };
  const runs = await Promise.allSettled([1, 2, 3].map(() => runtime.functions.invoke(send, event)));
  expect(runs.map(({ status }) => status)).toContain('fulfilled');
  linkTo(runtime, 'twice');
}, 30_000);

test('a contact is welcomed when that is asked for later, and only the first time', async () => {
  const runtime = await start();
  const request = await requester(runtime);
  const { id } = await request('POST', '/v1/partners', { name: 'Cy Ltd', contact: contact('cy') });
  const { id: contactId } = await request('POST', `/v1/partners/${id}/contacts`, contact('later'));
  const change = async (fields: object) => {
    expect((await request('PATCH', `/v1/partners/${id}/contacts/${contactId}`, fields)).status).toBe(200);
    await runtime.idle();
    return runtime.mailbox.emails.length;
  };
  expect(await change({ firstName: 'Grace' })).toBe(0);
  expect(await change({ sendWelcomeEmail: true })).toBe(1);
  expect(await change({ firstName: 'Ada' })).toBe(1);
  expect(await change({ sendWelcomeEmail: false })).toBe(1);
  expect(await change({ sendWelcomeEmail: true })).toBe(1);
}, 30_000);

test('an e-mail that SES refuses is tried three times and then a dead letter, whose event can be handed over again', async () => {
  const broken = await start({ EMAIL_TEMPLATE: 'absent' });
  const request = await requester(broken);
  await request('POST', '/v1/partners', { name: 'Dee Ltd', contact: contact('dee', { sendWelcomeEmail: true }) });
  await broken.idle();
  const url = Object.entries(broken.outputs).find(([name]) => name.endsWith('.WelcomeDeadLetterQueueUrl'))?.[1] ?? '';
  const letters = await broken.queues.receive(url, { most: 10 });
  expect(letters).toHaveLength(1);
  const record = JSON.parse(letters[0]?.body ?? '') as { readonly requestPayload: unknown };
  expect(record).toMatchObject({
    requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
    responsePayload: {
      errorType: 'AccessDeniedException',
      errorMessage: expect.stringContaining('template/absent because no identity-based policy'),
    },
  });
  expect(warnings.filter((line) => line.startsWith(functionNameIn(assembly.directory, 'WelcomeSend')))).toHaveLength(3);
  await stop();

  const repaired = await start();
  const send = functionNameIn(assembly.directory, 'WelcomeSend');
  await repaired.functions.invoke(send, record.requestPayload);
  await repaired.functions.invoke(send, record.requestPayload);
  linkTo(repaired, 'dee');
}, 30_000);
