import { randomUUID } from 'node:crypto';
import type { Grant } from '@tenantry/cdk-local/iam/grants';
import { put } from '../../../functions/shared/table/transaction.ts';
import { JOURNEY_WEBHOOKS } from '../journey-assembly.ts';
import { newOrganization, newPartner, newReseller, unique } from '../journey-entities.ts';
import { newContact } from '../journey-partners.ts';
import type { Scenario } from './grants.ts';
import { grantOf, linesOf, messagesIn } from './lookups.ts';
import { type Made, patch, post, type Scene } from './scene.ts';

/** The publisher. */
export const publisherScenarios = (scene: Scene): readonly Scenario[] => {
  const of = 'PublisherPublish';
  const { system, send, table, watch } = scene;
  const publishes = async (): Promise<boolean> => {
    const [happens, lines] = [watch(), linesOf(scene, of)];
    const { body } = await send(post('/v3/resellers', newReseller()));
    const isThere = () =>
      system.events.some(({ detail }) => (detail.payload as { readonly data: { readonly id?: unknown } }).data.id === body.id);
    return happens('the event, and the line of the publisher', () => isThere() && linesOf(scene, of) > lines);
  };

  return [
    { of, name: 'publishes', act: publishes },
    {
      of,
      name: 'publishes without keys that it remembers',
      act: async () => {
        await system.runtime.functions.kill(system.functionName(of));
        return publishes();
      },
    },
    {
      of,
      name: 'buries what is no event',
      act: async () => {
        const [happens, before] = [watch(), messagesIn(scene, 'PublisherDeadLetterQueueUrl')];
        await table.commit([
          put({ pk: `RESELLER#${randomUUID()}`, sk: `EVENT#${randomUUID()}` }, { type: 'poison' }, () => new Error('drawn twice')),
        ]);
        return happens('a dead letter', () => messagesIn(scene, 'PublisherDeadLetterQueueUrl') > before);
      },
    },
  ];
};

/** The welcome e-mail: its function, and the rules that hand events over to it. */
export const welcomeScenarios = async (scene: Scene): Promise<readonly Scenario[]> => {
  const { system, send, watch } = scene;
  const { runtime } = system;
  const of = 'WelcomeSend';
  const partner = (await send(post('/v1/partners', newPartner()))).body as Made;
  const address = () => `${randomUUID()}@partner.example`;
  const isSent = (to: string) => runtime.mailbox.emails.some((email) => email.to.includes(to));
  const welcomed = (email: string) => newContact({ userName: unique('user'), email, sendWelcomeEmail: true });
  const contacts = `/v1/partners/${partner.id}/contacts`;
  /** What leads to an event of each rule, for a contact with an address. */
  const causes = {
    WelcomePartnerCreated: (email: string) => send(post('/v1/partners', newPartner({ contact: { email, sendWelcomeEmail: true } }))),
    WelcomeContactCreated: (email: string) => send(post(contacts, welcomed(email))),
    WelcomeContactUpdated: async (email: string) => {
      const { body } = await send(post(contacts, { ...welcomed(email), sendWelcomeEmail: false }));
      await send(patch(`${contacts}/${body.id}`, { sendWelcomeEmail: true }));
    },
    WelcomeContactReinvited: async (email: string) => {
      const { body } = await send(post(contacts, { ...welcomed(email), sendWelcomeEmail: false }));
      await send(post(`${contacts}/${body.id}:resend-welcome`, undefined));
    },
  };
  const event = (email: string) => ({
    detail: {
      metadata: { tenant: `/partners/${partner.id}`, eventId: randomUUID() },
      payload: {
        event: 'partner.contact.created',
        data: { id: Math.ceil(Math.random() * 1e9), firstName: 'Ada', email, sendWelcomeEmail: true, isActive: true },
      },
    },
  });
  const sends = async (): Promise<boolean> => {
    const [happens, lines, email] = [watch(), linesOf(scene, of), address()];
    const isTaken = await runtime.functions.invoke(system.functionName(of), event(email)).then(
      () => true,
      () => false,
    );
    return isTaken && isSent(email) && happens('the line of the function', () => linesOf(scene, of) > lines);
  };

  return [
    { of, name: 'sends', act: sends },
    {
      of,
      name: 'sends for an address of which only the domain is verified',
      act: async () => {
        const forget = runtime.mailbox.verify('local.tenantry.test');
        return sends().finally(forget);
      },
    },
    {
      of,
      name: 'keeps what it could not send',
      act: async () => {
        const giveBack = runtime.iam.withhold(grantOf(scene, of, 'dynamodb:PutItem', 'WELCOME#*'));
        const [happens, before] = [watch('', 'sqs:SendMessage'), messagesIn(scene, 'WelcomeDeadLetterQueueUrl')];
        await causes.WelcomeContactCreated(address());
        return happens('a dead letter', () => messagesIn(scene, 'WelcomeDeadLetterQueueUrl') > before).finally(giveBack);
      },
    },
    ...Object.entries(causes).map(([rule, cause]) => ({
      of: rule,
      name: 'hands events over',
      act: async () => {
        const [happens, email] = [watch(), address()];
        await cause(email);
        return happens(`an e-mail after ${rule}`, () => isSent(email));
      },
    })),
    ...Object.entries(causes).map(([rule, cause]) => ({
      of: 'WelcomeDeadLettersPolicy',
      name: `keeps what ${rule} could not hand over`,
      act: () =>
        isQuarantined(
          scene,
          grantOf(scene, rule, 'lambda:InvokeFunction'),
          () => cause(address()),
          (name) => name.includes('WelcomeSend'),
        ),
    })),
  ];
};

/** Whether a delivery that a grant was missing for becomes a dead letter. */
const isQuarantined = async (
  { system, watch }: Scene,
  missing: Grant,
  cause: () => Promise<unknown>,
  isIt: (endpointName: string) => boolean,
): Promise<boolean> => {
  const giveBack = system.runtime.iam.withhold(missing);
  const [happens, before] = [watch('', 'sqs:SendMessage'), system.deliveries.length];
  await cause();
  const isDead = () => system.deliveries.slice(before).some(({ endpointName, outcome }) => isIt(endpointName) && outcome === 'dead-letter');
  return happens('a dead letter', isDead).finally(giveBack);
};

/**
 * The endpoints of the deployment, and one that a tenant has made: what sends to them, and what
 * keeps what could not be sent.
 */
export const destinationScenarios = async (scene: Scene, webhookUrl: string): Promise<readonly Scenario[]> => {
  const { system, send, bound, watch } = scene;
  const reseller = (await send(post('/v3/resellers', newReseller()))).body as Made;
  const own = await bound({ reseller: reseller.id });
  const endpoint = {
    name: unique('Endpoint'),
    url: `${system.receiver.url}/${webhookUrl}`,
    token: 'token-of-a-webhook-endpoint',
    events: ['reseller.organization.created'],
  };
  await send({ ...post('/v3/webhooks', endpoint), authorization: own });
  await system.runtime.idle();
  const create = async () => String((await send(post(`/v3/resellers/${reseller.id}/organizations`, newOrganization()))).body.id);
  const places = [
    ...JOURNEY_WEBHOOKS.map(({ name }) => ({ of: 'WebhooksOperatorTarget', place: name as string })),
    { of: 'WebhookReconcilerTarget', place: webhookUrl },
  ];
  const deliveredTo = (place: string) => async (): Promise<boolean> => {
    const happens = watch();
    const id = await create();
    return happens(`a webhook at ${place}`, () =>
      system.receiver.arrivals.some(({ endpoint: at, body }) => at === place && body.data.id === id),
    );
  };
  const isOf = (place: string) => (name: string) =>
    place === webhookUrl ? /(^|\/)tenantry-local-/.test(name) : name.includes(`Webhooks${place.replaceAll('-', '')}`);

  return [
    ...places.map(({ of, place }) => ({ of, name: 'sends', act: deliveredTo(place) })),
    ...places.map(({ of, place }) => ({
      of: 'WebhooksDeadLettersPolicy',
      name: `keeps what could not be sent to ${place}`,
      act: () => isQuarantined(scene, grantOf(scene, of, 'events:InvokeApiDestination', undefined, isOf(place)), create, isOf(place)),
    })),
  ];
};
