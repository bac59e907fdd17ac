import { journey } from '../support/journey.ts';
import { newPartner } from '../support/journey-entities.ts';
import { eventually, mailbox, verifySender } from './deployment.ts';

const here = journey();

test('a new contact is welcomed by one e-mail through SES, whose link sets a password', async () => {
  await verifySender();
  const api = await here.as(['partner:create', 'partner:read']);
  const [email, userName, password] = [`ada-${Date.now()}@partner.example`, `ada-${Date.now()}`, 'correct horse battery staple'];
  const { headers } = await api.post('/v1/partners', newPartner({ contact: { userName, email, sendWelcomeEmail: true } }));

  const mail = await eventually('the e-mail', async () => (await mailbox()).find((text) => text.includes(email)));
  const [, token] = /https:\/\/accounts\.example\.com\/password#([\w.-]+)/.exec(mail) ?? [];
  expect((await here.api.post('/v1/password', { token, password })).status).toBe(204);
  const ada = here.api.as(`Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}`);
  expect((await ada.get(String(headers.location))).status).toBe(200);
});
