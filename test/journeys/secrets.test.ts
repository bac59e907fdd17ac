import { randomUUID } from 'node:crypto';
import type { WireAnswer, WireRequest } from '../../testing/wire.ts';
import { journey, withRuntime } from '../support/journey.ts';
import { credentialFor } from '../support/journey-credential.ts';
import { createPartner, createReseller, newOrganization, newPartner, organizationsOf, unique } from '../support/journey-entities.ts';
import { linkTokenIn } from '../support/journey-mail.ts';
import { basic, key, newContact, PARTNER_RIGHTS, partner } from '../support/journey-partners.ts';

type MayHold = (request: WireRequest, answer: WireAnswer) => boolean;

const nobody: MayHold = () => false;
const getOfPartner: MayHold = ({ method, path }, { status }) => method === 'GET' && status === 200 && /^\/v1\/partners\/\d+$/.test(path);
const createOfCredential: MayHold = ({ method, path }, { status, headers }) =>
  method === 'POST' && status === 201 && path.endsWith('/credentials') && headers['idempotency-replayed'] === undefined;

withRuntime('logs, events and webhooks', () => {
  const here = journey({ respond: ({ attempt }) => (attempt === 1 ? 503 : 400) });

  /**
   * Everything that was written down or sent by the system, except for the answers that may hold
   * the secret.
   */
  const traces = (mayHold: MayHold) => {
    const { logs, events, deliveries, accessLog, warnings, receiver, answers } = here.system;
    const told = answers.filter(({ request, answer }) => !mayHold(request, answer)).map(({ answer }) => answer);
    const bodies = receiver.arrivals.map(({ body }) => body);
    return { logs, events, deliveries, accessLog, warnings, told, bodies };
  };

  const leaks = (secrets: Readonly<Record<string, string>>, mayHold: MayHold): readonly string[] => {
    const text = JSON.stringify(traces(mayHold));
    return Object.keys(secrets).filter((name) => text.includes(secrets[name] ?? ''));
  };

  const requireTraces = () => {
    for (const [kind, trace] of Object.entries(traces(nobody)).filter(([name]) => name !== 'warnings'))
      expect([kind, trace]).not.toEqual([kind, []]);
  };

  test('phrases, passwords and tokens are in no log line, event, webhook or answer but the GET of the partner', async () => {
    const token = await here.mintToken({ permissions: [...PARTNER_RIGHTS, 'reseller:write', 'reseller:organization:create'] });
    const [phrase, wrong] = [`phrase-${randomUUID()}`, `wrong-${randomUUID()}`];
    const operator = here.api.as(`Bearer ${token}`);
    const header = key();
    const body = newPartner({ verificationPhrase: phrase });

    const { headers } = await operator.post('/v1/partners', body, header);
    await operator.post('/v1/partners', body, header);
    await operator.post('/v1/partners', body);
    await operator.post(`/v1/partners?verificationPhrase=${phrase}`, newPartner());
    await operator.post('/v1/partners', newPartner({ verificationPhrase: phrase, colour: 'red', contact: { email: 'nobody' } }));
    await operator.post('/v1/partners', { verificationPhrase: { nested: phrase } });
    await operator.send({ method: 'POST', path: '/v1/partners', headers: { 'content-type': 'application/json' }, payload: `{"${phrase}` });
    await operator.post(organizationsOf(await createReseller(operator)), newOrganization());
    const { userName, password } = await credentialFor(here.system, await createPartner(operator), 'Partner Supervisor');
    await here.api.as(basic(userName, password)).post('/v1/partners', newPartner());
    await here.api.as(basic(userName, wrong)).get(partner(1));
    await here.api.as(`Bearer ${token}x`).get(partner(1));
    await here.api.as(token).get('/v2/nothing');
    await here.system.runtime.idle();

    // The phrase is there to be leaked.
    expect((await operator.get(String(headers.location))).body.verificationPhrase).toBe(phrase);
    expect(leaks({ phrase }, nobody)).toEqual(['phrase']);
    requireTraces();
    const [, claims = '', signature = ''] = token.split('.');
    const webhookSecrets = { apiKey: 'key-of-the-journey', basic: 'password-of-the-journey', oauth: 'client-secret-of-the-journey' };
    expect(leaks({ phrase }, getOfPartner)).toEqual([]);
    expect(leaks({ password, wrong, claims, signature, ...webhookSecrets, header: basic(userName, password).slice(6) }, nobody)).toEqual(
      [],
    );
  }, 20_000);

  test('a phrase is in no list, change, dry run, move or event of the partner, whether it is set, changed or removed', async () => {
    const operator = await here.as(PARTNER_RIGHTS);
    const phrases = { first: `phrase-${randomUUID()}`, second: `phrase-${randomUUID()}`, never: `phrase-${randomUUID()}` };
    const name = unique('Name');
    const [parent, other] = [await createPartner(operator), await createPartner(operator)];
    const id = await createPartner(operator, { name, parent: { id: parent }, verificationPhrase: phrases.first });
    await operator.post('/v1/partners?dryRun=true', newPartner({ verificationPhrase: phrases.never }));
    await operator.patch(`${partner(id)}?dryRun=true`, { verificationPhrase: phrases.never });
    await operator.patch(partner(id), { verificationPhrase: phrases.second });
    await operator.patch(partner(id), { verificationPhrase: phrases.never, colour: 'red' });
    await operator.patch(partner(id), { verificationPhrase: phrases.never }, { 'if-match': '"7"' });
    await operator.patch(partner(id), { verificationPhrase: phrases.second });
    await operator.patch(partner(id), { parent: { id: other }, isActive: false, contact: { firstName: 'Grace' } });
    const lists = [`partner=${other}`, `name=${encodeURIComponent(name)}`, 'limit=100'].map((query) => `/v1/partners?${query}`);
    for (const path of [...lists, `${partner(id)}/contacts`, `${partner(id)}/credentials`])
      expect((await operator.get(path)).status).toBe(200);

    expect((await operator.get(partner(id))).body.verificationPhrase).toBe(phrases.second);
    await operator.patch(partner(id), { verificationPhrase: null });
    await here.system.runtime.idle();
    requireTraces();
    expect(leaks(phrases, getOfPartner)).toEqual([]);
  }, 20_000);

  test('the secret of a credential is in its first answer only, and a password and the token of its link in none', async () => {
    const operator = await here.as(PARTNER_RIGHTS);
    const [id, header, email] = [await createPartner(operator), key(), `${randomUUID()}@partner.example`];
    const created = await operator.post(`${partner(id)}/credentials`, { userRole: 'Partner Supervisor' }, header);
    await operator.post(`${partner(id)}/credentials`, { userRole: 'Partner Supervisor' }, header);
    const secret = String(created.body.secret);
    const { body: contact } = await operator.post(`${partner(id)}/contacts`, newContact({ email, sendWelcomeEmail: true }));
    await here.system.runtime.idle();
    const token = linkTokenIn(here.system.runtime.mailbox.emails.find(({ to }) => to.includes(email)));
    const [weak, password] = [`password-${contact.userName}`, unique('harbour')];
    for (const chosen of [weak, password, password]) await here.api.post('/v1/password', { token, password: chosen });
    await here.api.post('/v1/password', { token, password, colour: 'red' });
    for (const credentials of [basic(String(created.body.userName), secret), basic(String(contact.userName), password)]) {
      expect((await here.api.as(credentials).get(`${partner(id)}/credentials`)).status).toBe(200);
    }
    await operator.delete(String(created.headers.location));
    await here.system.runtime.idle();

    requireTraces();
    expect(leaks({ secret }, nobody)).toEqual(['secret']);
    expect(leaks({ secret }, createOfCredential)).toEqual([]);
    expect(leaks({ token, weak, password }, nobody)).toEqual([]);
  }, 20_000);
});
