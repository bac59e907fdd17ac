import { randomUUID } from 'node:crypto';
import { inMachineRoom, journey } from '../support/journey.ts';
import { credentialFor } from '../support/journey-credential.ts';
import { createPartner, createReseller, newOrganization, newPartner, organizationsOf } from '../support/journey-entities.ts';

inMachineRoom('logs, events and webhooks', () => {
  const here = journey({ respond: ({ attempt }) => (attempt === 1 ? 503 : 400) });
  const basic = (userName: string, password: string) => `Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}`;

  /** Everything that was written down or sent by the system, but for the answers that may hold the phrase. */
  const traces = () => {
    const { logs, events, deliveries, accessLog, warnings, receiver, answers } = here.room;
    const told = answers.filter(({ request, answer }) => request.method !== 'GET' || answer.status !== 200).map(({ answer }) => answer);
    const bodies = receiver.arrivals.map(({ body }) => body);
    return { logs, events, deliveries, accessLog, warnings, told, bodies };
  };

  test('phrases, passwords and tokens are in no log line, event, webhook or answer but the GET of the partner', async () => {
    const permissions = ['partner:create', 'partner:read', 'reseller:write', 'reseller:organization:create'];
    const token = await here.mintToken({ permissions });
    const [phrase, wrong] = [`phrase-${randomUUID()}`, `wrong-${randomUUID()}`];
    const operator = here.api.as(`Bearer ${token}`);
    const key = { 'idempotency-key': randomUUID() };
    const partner = newPartner({ verificationPhrase: phrase });

    const { headers } = await operator.post('/v1/partners', partner, key);
    await operator.post('/v1/partners', partner, key);
    await operator.post('/v1/partners', partner);
    await operator.post(`/v1/partners?verificationPhrase=${phrase}`, newPartner());
    await operator.post('/v1/partners', newPartner({ verificationPhrase: phrase, colour: 'red', contact: { email: 'nobody' } }));
    await operator.post('/v1/partners', { verificationPhrase: { nested: phrase } });
    await operator.send({ method: 'POST', path: '/v1/partners', headers: { 'content-type': 'application/json' }, payload: `{"${phrase}` });
    await operator.post(organizationsOf(await createReseller(operator)), newOrganization());
    const { userName, password } = await credentialFor(here.room, await createPartner(operator), 'Partner Supervisor');
    await here.api.as(basic(userName, password)).post('/v1/partners', newPartner());
    await here.api.as(basic(userName, wrong)).get('/v1/partners/1');
    await here.api.as(`Bearer ${token}x`).get('/v1/partners/1');
    await here.api.as(token).get('/v2/nothing');
    await here.room.runtime.idle();

    // The phrase is there to be leaked.
    expect((await operator.get(String(headers.location))).body.verificationPhrase).toBe(phrase);
    const seen = traces();
    for (const [kind, trace] of Object.entries(seen).filter(([name]) => name !== 'warnings')) expect([kind, trace]).not.toEqual([kind, []]);
    const text = JSON.stringify(seen);
    const [, claims = '', signature = ''] = token.split('.');
    const secrets = { phrase, password, wrong, claims, signature, basic: basic(userName, password).slice(6) };
    expect(Object.entries(secrets).filter(([, secret]) => text.includes(secret))).toEqual([]);
    for (const secret of ['key-of-the-journey', 'password-of-the-journey', 'client-secret-of-the-journey'])
      expect(text).not.toContain(secret);
  }, 20_000);
});
