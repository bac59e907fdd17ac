import type { EventDetail } from '../../functions/shared/table/events.ts';
import { welcomeKey } from '../../functions/shared/table/keys.ts';
import type { SendDeps } from '../../functions/welcome/send-link.ts';
import { BeingSent, linkEmailStore } from '../../functions/welcome/store.ts';
import { welcome } from '../../functions/welcome/welcome.ts';
import { type Api, startApi } from './api.ts';
import { contact, makePartner } from './samples.ts';
import { eventsBy, setAttribute } from './stored.ts';

let api: Api;
let detail: EventDetail;
let mails: string[];

beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  mails = [];
  const [event] = await eventsBy(api, () => makePartner(api, undefined, { contact: contact({ sendWelcomeEmail: true }) }));
  detail = event as EventDetail;
});
afterAll(() => api.stop());

const contactId = () => (detail.payload.data as { contact: { id: number } }).contact.id;
const partnerId = () => Number(detail.metadata.tenant.split('/').at(-1));
const depsOf = (): SendDeps => ({
  emails: linkEmailStore(api.table.table),
  send: async (_, token) => void mails.push(token),
  log: { info: () => undefined },
});
const run = (deps = depsOf()) => welcome(detail, deps);
/** As if the lease of a run that has died were over. */
const endLease = () => setAttribute(api, welcomeKey(contactId(), partnerId()), 'leaseEnds', 0);

test('a contact is sent one e-mail, whose link sets its password', async () => {
  await run();
  expect(mails).toHaveLength(1);
  const body = { token: mails[0], password: 'a quiet harbour at dawn' };
  expect((await api.post('/v1/password', body, { as: null })).status).toBe(204);
});

test('contacts of two partners that drew the same id are sent one each', async () => {
  await run();
  const other = { ...detail, metadata: { ...detail.metadata, tenant: '/partners/7' } };
  await welcome(other, depsOf());
  await welcome(other, depsOf());
  expect(mails).toHaveLength(2);
});

test('the same event twice, even long after, is one e-mail', async () => {
  await run();
  await run();
  await endLease();
  await run();
  expect(mails).toHaveLength(1);
});

test('of runs at the same moment one sends, and the others say so', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => run()));
  expect(mails).toHaveLength(1);
  for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(BeingSent);
});

test('an e-mail that the mail service refused is sent by the next try, at once', async () => {
  const down = Object.assign(new Error('throttled'), { $fault: 'client' });
  await expect(run({ ...depsOf(), send: () => Promise.reject(down) })).rejects.toBe(down);
  await run();
  expect(mails).toHaveLength(1);
});

test('an e-mail that may be under way, for the mail service did not answer, is not sent again at once', async () => {
  await expect(run({ ...depsOf(), send: () => Promise.reject(new Error('timed out')) })).rejects.toThrow('timed out');
  await expect(run()).rejects.toBeInstanceOf(BeingSent);
  expect(mails).toEqual([]);
});

test('the link of an attempt that sent no e-mail sets no password of anybody else', async () => {
  let lost = '';
  const send = async (_: unknown, token: string) => {
    lost = token;
    throw Object.assign(new Error('refused'), { $fault: 'client' });
  };
  await run({ ...depsOf(), send }).catch(() => undefined);
  await run();
  expect(mails).not.toContain(lost);
});

type Call = 'claim' | 'send' | 'recordSent';

/**
 * Starts a run that dies before or after a call: nothing of it happens any more. Resolves when it
 * is dead.
 */
const dieAt = (call: Call, when: 'before' | 'after'): Promise<void> =>
  new Promise((resolve, reject) => {
    const deps = depsOf();
    const dying =
      <A extends unknown[], R>(name: Call, does: (...given: A) => Promise<R>) =>
      async (...given: A): Promise<R> => {
        if (name !== call) return does(...given);
        if (when === 'after') await does(...given);
        resolve();
        return new Promise<never>(() => undefined);
      };
    const { claim, recordSent, release } = deps.emails;
    const emails = { release, claim: dying('claim', claim), recordSent: dying('recordSent', recordSent) };
    run({ ...deps, emails, send: dying('send', deps.send) }).then(() => reject(new Error('the run came to its end')), reject);
  });

test.each<[Call, 'before' | 'after', number]>([
  ['claim', 'before', 1],
  ['claim', 'after', 1],
  ['send', 'before', 1],
  // The mail service has taken it, and nobody was left to note so.
  ['send', 'after', 2],
  ['recordSent', 'before', 2],
  ['recordSent', 'after', 1],
])('a run that dies at %s, %s it, leads to %i e-mails in the end', async (call, when, count) => {
  await dieAt(call, when);
  // What comes while the dead run may still be alive sends nothing in its place.
  if (call !== 'claim' || when !== 'before') {
    const sentBefore = mails.length;
    const outcome = await run().catch((error: unknown) => error);
    expect(outcome instanceof BeingSent).toBe(!(call === 'recordSent' && when === 'after'));
    expect(mails).toHaveLength(sentBefore);
    await endLease();
  }
  await run();
  await run();
  expect(mails).toHaveLength(count);
});

test('who is to be sent no e-mail leaves no trace', async () => {
  const [event] = await eventsBy(api, () => makePartner(api));
  const before = await api.items();
  await welcome(event as EventDetail, depsOf());
  expect([mails, await api.items()]).toEqual([[], before]);
});

test('one more contact of a partner is welcomed by its own event', async () => {
  const { id } = await makePartner(api);
  const [event] = await eventsBy(api, () => api.post(`/v1/partners/${id}/contacts`, contact({ sendWelcomeEmail: true })));
  await welcome(event as EventDetail, depsOf());
  await welcome(detail, depsOf());
  expect(mails).toHaveLength(2);
});
