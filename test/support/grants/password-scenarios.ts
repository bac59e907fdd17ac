import { randomBytes, randomUUID } from 'node:crypto';
import { insertLink } from '../../../functions/partners/passwords/store.ts';
import { ALWAYS } from '../../../functions/shared/table/condition.ts';
import { resetCountKey } from '../../../functions/shared/table/sign-in-keys.ts';
import { remove } from '../../../functions/shared/table/transaction.ts';
import { newPartner, unique } from '../journey-entities.ts';
import { newContact } from '../journey-partners.ts';
import type { Scenario } from './grants.ts';
import { linesOf } from './lookups.ts';
import { answers, type Made, post, type Scene, says } from './scene.ts';

const NOBODY = 2_000_000_000;

/** Makes a contact of a partner whose address nobody else has. */
const contactOf = async ({ send }: Scene, partnerId: number) => {
  const asked = newContact({ userName: unique('user'), email: `${randomUUID()}@partner.example` });
  const { body } = await send(post(`/v1/partners/${partnerId}/contacts`, asked));
  return { id: Number(body.id), userName: asked.userName, email: asked.email };
};

/** A request for a link, from a network that has requested none in this hour. */
const requestOf = async ({ table }: Scene, userName: string) => {
  const key = resetCountKey('NETWORK', '127.0.0.1', new Date().toISOString().slice(0, 13));
  await table.commit([remove(key, ALWAYS, () => new Error('a condition that always holds failed'))]);
  return { ...post('/v1/password-resets', { userName }), authorization: null };
};

/** The functions behind which links to set passwords are made and used. */
export const passwordScenarios = async (scene: Scene): Promise<readonly Scenario[]> => {
  const { body: partner } = await scene.send(post('/v1/partners', newPartner()));
  const id = Number(partner.id);
  const resend = (contactId: number, key?: string) => ({
    ...{ method: 'POST', path: `/v1/partners/${id}/contacts/${contactId}:resend-welcome` },
    ...(key !== undefined && { key }),
  });
  const link = async () => {
    const [token, contact] = [randomBytes(32).toString('base64url'), await contactOf(scene, id)];
    await scene.table.commit([insertLink(token, { partnerId: id, contactId: contact.id, email: contact.email }, new Date())]);
    return { ...post('/v1/password', { token, password: unique('password') }), authorization: null };
  };

  return [
    answers(scene, 'ContactsResendWelcome', 'sends again', async () => resend((await contactOf(scene, id)).id, randomUUID()), 202),
    answers(scene, 'ContactsResendWelcome', 'looks whether it answered', () => resend(NOBODY, randomUUID()), 404),
    says(scene, 'CredentialsSetPassword', post('/v1/password', {}), 400),
    answers(scene, 'CredentialsSetPassword', 'sets', link, 204),
    says(scene, 'CredentialsRequestPasswordReset', post('/v1/password-resets', {}), 400),
    answers(scene, 'CredentialsRequestPasswordReset', 'queues', () => requestOf(scene, unique('nobody')), 202),
  ];
};

/** The function that sends requested links, from its queue. */
export const resetScenarios = async (scene: Scene): Promise<readonly Scenario[]> => {
  const of = 'PasswordResetSend';
  const { system, send, watch } = scene;
  const root = (await send(post('/v1/partners', newPartner()))).body as Made;
  const child = (await send(post('/v1/partners', newPartner({ parent: { id: Number(root.id) } })))).body as Made;
  const sends = async (): Promise<boolean> => {
    const { userName, email } = await contactOf(scene, Number(child.id));
    const [happens, lines] = [watch(), linesOf(scene, of)];
    await send(await requestOf(scene, userName));
    const isSent = () => system.runtime.mailbox.emails.some(({ to }) => to.includes(email));
    return happens('the e-mail, and the line of the function', () => isSent() && linesOf(scene, of) > lines);
  };

  return [
    { of, name: 'sends', act: sends },
    {
      of,
      name: 'sends for an address of which only the domain is verified',
      act: async () => {
        const forget = system.runtime.mailbox.verify('local.tenantry.test');
        return sends().finally(forget);
      },
    },
  ];
};
