import { randomUUID } from 'node:crypto';
import { ALWAYS } from '../../../functions/shared/table/condition.ts';
import { put } from '../../../functions/shared/table/transaction.ts';
import { ruleRenewalKey, webhookKey } from '../../../functions/shared/table/webhook-keys.ts';
import { webhookOf, webhookStore } from '../../../functions/webhooks/store.ts';
import { closeWebhook, openWebhook, patchWebhook, type Webhook } from '../../../functions/webhooks/webhook.ts';
import { deadLetterRecord } from '../dead-letter.ts';
import { newPartner, newReseller } from '../journey-entities.ts';
import type { Scenario } from './grants.ts';
import { grantOf, linesOf, messagesIn } from './lookups.ts';
import { type Made, post, type Scene } from './scene.ts';
import { newWebhook } from './webhook-scenarios.ts';

const QUOTAS = { perTenant: 1000, total: 10_000 };

type Owner = Parameters<typeof openWebhook>[1];

const tenants = async ({ send }: Scene) => {
  const permissions: Owner['permissions'] = new Set();
  const reseller = (await send(post('/v3/resellers', newReseller()))).body as Made;
  const partner = (await send(post('/v1/partners', newPartner()))).body as Made;
  const caller = (bound: Partial<Owner>): Owner => ({ actor: 'test', permissions, ...bound }) as Owner;
  return { operator: caller({}), reseller: caller({ resellerId: reseller.id }), partner: caller({ partnerId: Number(partner.id) }) };
};

/** Endpoints as they are stored, without a function in between. */
const endpointsOf = (scene: Scene) => {
  const store = webhookStore(scene.table);
  const read = async (id: string): Promise<Webhook | undefined> => {
    const item = await scene.table.get(webhookKey(id));
    return item && webhookOf(item);
  };
  return {
    read,
    async make(caller: Owner): Promise<string> {
      const at = new Date().toISOString();
      const { resellerId: _, partnerId: __, ...rest } = caller;
      const owner = caller.resellerId
        ? (`/resellers/${caller.resellerId}` as const)
        : caller.partnerId
          ? (`/partners/${caller.partnerId}` as const)
          : '/';
      const webhook = openWebhook(newWebhook(scene, 200) as never, { ...rest, ...caller }, { id: randomUUID(), owner, at });
      await store.insert(webhook, 'token-of-a-webhook-endpoint', QUOTAS, []);
      return webhook.id;
    },
    /** Changes what EventBridge has of it, all of it. */
    async change(id: string): Promise<Webhook | undefined> {
      const before = await read(id);
      if (!before) throw new Error(`There is no endpoint ${id}`);
      const { url, events } = newWebhook(scene, 200, {
        events: [before.events.length === 1 ? 'partner.*' : 'reseller.*', 'partner.created'],
      });
      const token = `token-${randomUUID()}`;
      const after = patchWebhook(before, { url, events, token } as never, new Date().toISOString());
      await store.replace(before, after, token);
      return after;
    },
    async close(id: string): Promise<void> {
      const before = await read(id);
      if (before) await store.replace(before, closeWebhook(before, new Date().toISOString()), undefined);
    },
  };
};

/** The reconciler of webhook endpoints, and the rule that has it sweep. */
export const reconcilerScenarios = async (scene: Scene): Promise<readonly Scenario[]> => {
  const { system, watch } = scene;
  const { runtime } = system;
  const of = 'WebhookReconcilerReconcile';
  const { reseller } = await tenants(scene);
  const endpoints = endpointsOf(scene);
  const isHealthy = async (id: string) => (await endpoints.read(id))?.status === 'healthy';
  const changing = await endpoints.make(reseller);
  // One for each grant that a removal needs, and some for attempts that are made again.
  const removed = await Promise.all(Array.from({ length: 22 }, () => endpoints.make(reseller)));
  for (const id of [changing, ...removed]) await watch()('an endpoint', () => isHealthy(id));
  const setUp = async (): Promise<boolean> => {
    const [happens, lines] = [watch(), linesOf(scene, of)];
    const id = await endpoints.make(reseller);
    return happens('an endpoint that is set up', async () => (await isHealthy(id)) && linesOf(scene, of) > lines);
  };
  const schedule = (runtime.eventBridge.listRules({}).Rules ?? []).find(({ Name }) => Name?.includes('WebhookReconcilerSweep'))?.Name ?? '';
  const sweep = (owner: string): Scenario => ({
    of: owner,
    name: 'sweeps',
    act: async () => {
      const count = () => system.logs.filter(({ line }) => line.includes('"message":"quota"')).length;
      const [happens, before] = [watch(), count()];
      runtime.eventBridge.fire(schedule);
      return happens('a sweep', () => count() > before);
    },
  });

  return [
    sweep('WebhookReconcilerSweep'),
    { of, name: 'sets an endpoint up', act: setUp },
    {
      of,
      name: 'sets up the first endpoint of the account',
      act: () => {
        runtime.eventBridge.deleteConnectionRole();
        return setUp();
      },
    },
    {
      of,
      name: 'changes an endpoint',
      act: async () => {
        const happens = watch();
        const after = await endpoints.change(changing);
        return happens('a change', async () => {
          const now = await endpoints.read(changing);
          return now?.version === after?.version && now?.status === 'healthy';
        });
      },
    },
    {
      of,
      name: 'removes an endpoint',
      act: async () => {
        const [happens, id] = [watch(), removed.shift()];
        if (id === undefined) throw new Error('no endpoint is left to remove');
        await endpoints.close(id);
        return happens('a removal', async () => (await endpoints.read(id)) === undefined);
      },
    },
    sweep(of),
    {
      of,
      name: 'puts the rules of before again',
      act: async () => {
        const happens = watch();
        const since = new Date(Date.now() - 2 * 3_600_000).toISOString();
        await scene.table.commit([put(ruleRenewalKey, { type: 'webhook-rules', since }, () => new Error('it is in the way'), ALWAYS)]);
        runtime.eventBridge.fire(schedule);
        return happens('rules that are put again', async () => (await scene.table.get(ruleRenewalKey))?.done === true);
      },
    },
    {
      of,
      name: 'keeps what it could not be run for',
      act: async () => {
        const giveBack = runtime.iam.withhold(grantOf(scene, of, 'sts:AssumeRole'));
        const [happens, before] = [watch('', 'sqs:SendMessage'), messagesIn(scene, 'WebhookReconcilerDeadLetterQueueUrl')];
        await endpoints.make(reseller);
        return happens('a dead letter', () => messagesIn(scene, 'WebhookReconcilerDeadLetterQueueUrl') > before).finally(giveBack);
      },
    },
  ];
};

/** The collector of dead letters. */
export const collectorScenarios = async (scene: Scene): Promise<readonly Scenario[]> => {
  const of = 'WebhooksCollectorCollect';
  const { system, watch } = scene;
  const { queues, outputs } = system.runtime;
  const owners = await tenants(scene);
  const endpoints = endpointsOf(scene);
  const [, queue = ''] = Object.entries(outputs).find(([key]) => key.endsWith('.WebhookDeadLetterQueueUrl')) ?? [];
  const send = ({ body, messageAttributes }: ReturnType<typeof deadLetterRecord>): void => {
    const attributes = Object.entries(messageAttributes).map(
      ([name, { stringValue = '' }]) => [name, { DataType: 'String', StringValue: stringValue }] as const,
    );
    queues.send(queue, { body, attributes: Object.fromEntries(attributes) });
  };
  const suspends = (name: string, owner: Owner): Scenario => ({
    of,
    name,
    act: async () => {
      const id = await endpoints.make(owner);
      await watch()('an endpoint', async () => (await endpoints.read(id))?.status === 'healthy');
      const [happens, lines] = [watch(), linesOf(scene, of)];
      send(deadLetterRecord({ rule: `tenantry-local-${id.replaceAll('-', '')}`, errorMessage: 'Request failed with status code 410.' }));
      const isDone = async () =>
        (await endpoints.read(id))?.suspendedAt !== undefined && messagesIn(scene, 'WebhookDeadLetterQueueUrl') === 0;
      return happens('a suspension', async () => (await isDone()) && linesOf(scene, of) > lines);
    },
  });

  return [
    suspends("suspends a reseller's endpoint that is gone", owners.reseller),
    suspends("suspends a partner's endpoint that is gone", owners.partner),
    suspends("suspends the operator's endpoint that is gone", owners.operator),
    {
      of,
      name: 'puts aside what it cannot read',
      act: async () => {
        const [happens, before] = [watch(), messagesIn(scene, 'WebhookPoisonQueueUrl')];
        queues.send(queue, { body: '{}' });
        return happens('poison', () => messagesIn(scene, 'WebhookPoisonQueueUrl') > before);
      },
    },
  ];
};
