import type { EventEnvelope } from '@tenantry/cdk-local/eventbridge/resources';
import { journey, withRuntime } from '../support/journey.ts';
import { createPartner, newPartner, unique } from '../support/journey-entities.ts';
import { linkTokenIn } from '../support/journey-mail.ts';
import { basic, newContact, PARTNER_RIGHTS, partner, refusal } from '../support/journey-partners.ts';

const here = journey();
const operator = () => here.as(PARTNER_RIGHTS);
const address = () => `${unique('user').replaceAll(' ', '.')}@partner.example`;
const strong = () => unique('harbour');

test.each([
  ['a token that never was', 'x'.repeat(43)],
  ['another token that never was', '_-'.repeat(21).padEnd(43, 'A')],
])('%s sets no password', async (_, token) => {
  expect(refusal(await here.api.post('/v1/password', { token, password: strong() }))).toEqual([400, 'password-link-invalid']);
});

test.each([
  ['of 11 characters', 'short-enoug', 'too-short'],
  ['of 129 characters', 'a1-'.repeat(43), 'too-long'],
])('a password %s is refused', async (_, password, code) => {
  const { status, body } = await here.api.post('/v1/password', { token: 'x'.repeat(43), password });
  expect([status, body.errors]).toEqual([400, [expect.objectContaining({ in: 'body', pointer: '/password', code })]]);
});

withRuntime('the mailbox, the events on the bus and the functions', () => {
  const mailsTo = async (email: string) => {
    await here.system.runtime.idle();
    return here.system.runtime.mailbox.emails.filter(({ to }) => to.includes(email));
  };

  /** A contact that was welcomed, and the token of its link. */
  const welcomed = async () => {
    const api = await operator();
    const [email, id] = [address(), await createPartner(api)];
    const contact = newContact({ email, sendWelcomeEmail: true });
    const { body } = await api.post(`${partner(id)}/contacts`, contact);
    const [mail] = await mailsTo(email);
    return { api, id, contactId: Number(body.id), userName: String(body.userName), email, token: linkTokenIn(mail) };
  };

  const setPassword = (token: string, password: string) => here.api.post('/v1/password', { token, password });

  test('sendWelcomeEmail leads to one e-mail, also for the contact that a partner is created with', async () => {
    const api = await operator();
    const [wanted, unwanted, added] = [address(), address(), address()];
    const id = await createPartner(api, { contact: { email: wanted, sendWelcomeEmail: true } });
    await createPartner(api, { contact: { email: unwanted } });
    await api.post(`${partner(id)}/contacts`, newContact({ email: added, sendWelcomeEmail: true }));
    expect([(await mailsTo(wanted)).length, (await mailsTo(unwanted)).length, (await mailsTo(added)).length]).toEqual([1, 0, 1]);
    const [mail] = await mailsTo(wanted);
    expect(mail).toMatchObject({ to: [wanted], text: expect.stringContaining('Ada') });
    expect(linkTokenIn(mail)).toMatch(/^[\w-]{43}$/);
  });

  test('a dry run and a refused request send no e-mail', async () => {
    const api = await operator();
    const email = address();
    const contact = { email, sendWelcomeEmail: true };
    await api.post('/v1/partners?dryRun=true', newPartner({ contact }));
    await api.post('/v1/partners', newPartner({ contact, colour: 'red' }));
    expect(await mailsTo(email)).toEqual([]);
  });

  const eventOf = (contactId: number) =>
    here.system.events.find(({ detail }) => (detail.payload as { data: { id: unknown } }).data.id === contactId) as EventEnvelope;
  const deliver = (event: object) => here.system.runtime.functions.invoke(here.system.functionName('WelcomeSend'), event);

  test('the e-mail is sent once, though its event arrives again', async () => {
    const { email, contactId } = await welcomed();
    await deliver(eventOf(contactId));
    await Promise.all([deliver(eventOf(contactId)), deliver(eventOf(contactId))]);
    expect(await mailsTo(email)).toHaveLength(1);
  });

  test('the e-mail is sent once, though its event first arrives three times at the same moment', async () => {
    const api = await operator();
    const email = address();
    const { body } = await api.post(`${partner(await createPartner(api))}/contacts`, newContact({ email }));
    await here.system.runtime.idle();
    const event = structuredClone(eventOf(Number(body.id)));
    (event.detail.payload as { data: { sendWelcomeEmail: boolean } }).data.sendWelcomeEmail = true;
    // Who comes while it is being sent fails, and is to come again.
    const ends = await Promise.allSettled([deliver(event), deliver(event), deliver(event)]);
    expect(ends.filter(({ status }) => status === 'fulfilled')).not.toEqual([]);
    await deliver(event);
    expect(await mailsTo(email)).toHaveLength(1);
  });

  test('the link sets the password once, and the contact signs in with it', async () => {
    const { id, userName, token } = await welcomed();
    const password = strong();
    expect(refusal(await here.api.as(basic(userName, password)).get(partner(id)))).toEqual([401, 'credentials-invalid']);
    expect(await setPassword(token, password)).toMatchObject({ status: 204, text: '' });
    expect((await here.api.as(basic(userName, password)).get(partner(id))).status).toBe(200);
    expect(refusal(await setPassword(token, strong()))).toEqual([400, 'password-link-invalid']);
    expect(refusal(await here.api.as(basic(userName, 'another password')).get(partner(id)))).toEqual([401, 'credentials-invalid']);
  });

  test('of several who use a link at the same moment one sets the password', async () => {
    const { id, userName, token } = await welcomed();
    const passwords = [strong(), strong(), strong()];
    const answers = await Promise.all(passwords.map((password) => setPassword(token, password)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 400, 400]);
    const winner = passwords[answers.findIndex(({ status }) => status === 204)] ?? '';
    expect((await here.api.as(basic(userName, winner)).get(partner(id))).status).toBe(200);
  });

  test('a weak password is refused, and the link stays good for a better one', async () => {
    const { userName, token } = await welcomed();
    const weak = ['aaaaaaaaaaaa', 'abababababab', 'password1234', 'PasswordPassword', `${userName}!!`, '123456qwerty'];
    for (const password of weak) expect(refusal(await setPassword(token, password))).toEqual([400, 'password-too-weak']);
    expect((await setPassword(token, strong())).status).toBe(204);
  });

  test('a new user name keeps the password', async () => {
    const { api, id, contactId, userName, token } = await welcomed();
    const [password, renamed] = [strong(), unique('renamed')];
    await setPassword(token, password);
    await api.patch(`${partner(id)}/contacts/${contactId}`, { userName: renamed });
    expect((await here.api.as(basic(renamed, password)).get(`/v1/partners?partner=${id}`)).status).toBe(200);
    expect(refusal(await here.api.as(basic(userName, password)).get(`/v1/partners?partner=${id}`))).toEqual([401, 'credentials-invalid']);
  });
});
