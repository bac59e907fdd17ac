import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { type EventBridge, eventBridge } from '@tenantry/cdk-local/eventbridge/event-bridge';
import type { EventBridgeOptions } from '@tenantry/cdk-local/eventbridge/event-bridge-options';
import type { Caller } from '../../functions/shared/contract/caller.ts';
import { newMeter } from '../../functions/shared/observability/meter.ts';
import { replaceCommit, type Table } from '../../functions/shared/table/table.ts';
import { eventBridgeControlPlane } from '../../functions/webhooks/control-plane-eventbridge.ts';
import { type ReconcilerDeps, reconcile } from '../../functions/webhooks/reconciler.ts';
import { reconcilerStore } from '../../functions/webhooks/reconciler-store.ts';
import { pairOf, resourceName } from '../../functions/webhooks/resource-name.ts';
import { renewalStore } from '../../functions/webhooks/rule-renewal.ts';
import { webhookStore } from '../../functions/webhooks/store.ts';
import { closeWebhook, openWebhook, ownerOf, patchWebhook, type Webhook } from '../../functions/webhooks/webhook.ts';

export const BUS = 'tenantry-test';
export const PREFIX = 'tenantry-test-';
export const TOKENS = ['first-token-of-the-endpoint', 'second-token-of-the-endpoint'] as const;

/** Runs around each call of the table and of the control plane, by its name. */
export type Around = <T>(name: string, call: () => Promise<T>) => Promise<T>;

const plainly: Around = (_, call) => call();

/** Creates an EventBridge with the installation's bus; authorising takes `authorizingMs`. */
export const bridgeOf = (authorizingMs = 0, options: Partial<EventBridgeOptions> = {}): EventBridge => {
  const bridge = eventBridge({ region: 'eu-west-1', account: '123456789012', timeScale: authorizingMs / 250, ...options });
  bridge.createEventBus({ Name: BUS });
  return bridge;
};

/** Creates the part of the SDK's client that is used, directly on the bridge. */
export const clientOf = (bridge: EventBridge, around: Around = plainly) =>
  ({
    send: (command: { readonly input: unknown; readonly constructor: { readonly name: string } }) => {
      const action = command.constructor.name.replace(/Command$/, '');
      return around(action, () => bridge.handle(action, command.input));
    },
  }) as unknown as Pick<EventBridgeClient, 'send'>;

const tableOf = (table: Table, around: Around): Table =>
  replaceCommit(
    {
      ...table,
      get: (key) => around('get', () => table.get(key)),
      range: (request) => around('range', () => table.range(request)),
    },
    (writes) => around('commit', () => table.tryCommit(writes)),
  );

interface Parts {
  readonly table: Table;
  readonly bridge: EventBridge;
  readonly client?: Pick<EventBridgeClient, 'send'>;
  readonly around?: Around;
  readonly log?: ReconcilerDeps['log'];
  /** 0 by default. */
  readonly settleMs?: number;
}

const silent = { info: () => undefined, warn: () => undefined };

/** Creates the dependencies of a reconciler, whose clock is `later` milliseconds ahead. */
export const depsOf = (
  { table, bridge, around = plainly, client = clientOf(bridge, around), log = silent, settleMs = 0 }: Parts,
  later = 0,
): ReconcilerDeps => ({
  store: reconcilerStore(tableOf(table, around)),
  plane: eventBridgeControlPlane({
    client,
    prefix: PREFIX,
    busName: BUS,
    roleArn: 'arn:aws:iam::123456789012:role/target',
    deadLetterArn: 'arn:aws:sqs:eu-west-1:123456789012:dead',
  }),
  bus: { name: BUS, installation: BUS },
  isLineagePublished: () => renewalStore(table).isDue(Date.now() + later),
  settleMs,
  sleep: () => delay(2),
  clock: () => Date.now() + later,
  newHolder: randomUUID,
  log,
  meter: newMeter('test'),
});

/** Runs the reconciler like the sweeps of the next hours, until nothing is due any more. */
export const sweepOn = async (parts: Parts, id: string, hours = 6): Promise<void> => {
  for (let later = 0; ; ) {
    const { nextTry, leaseEnds = nextTry } = (await parts.table.get({ pk: 'WEBHOOKS-PENDING', sk: id })) ?? {};
    if (nextTry === undefined) return;
    const due = Math.max(Date.parse(String(nextTry)), Date.parse(String(leaseEnds))) - Date.now();
    later = Math.max(later, due) + 1000;
    if (later > hours * 3_600_000) return;
    await reconcile(id, depsOf(parts, later));
  }
};

/**
 * Returns whether EventBridge does not follow an endpoint yet. An endpoint that only waits for the
 * removal of an earlier pair is followed.
 */
export const isPending = async ({ table }: Pick<Parts, 'table'>, id: string): Promise<boolean> => {
  const item = await table.get({ pk: 'WEBHOOKS-PENDING', sk: id });
  return item !== undefined && !(Date.parse(String(item.nextTry)) - Date.parse(String(item.settlesAt)) > 3_600_000);
};

/** Creates the API's commands, with the transactions of its routes. */
export const requests = (table: Table) => {
  const webhooks = webhookStore(table);
  const findWebhook = async (id: string): Promise<Webhook> => {
    const webhook = await webhooks.find(id);
    if (!webhook) throw new Error(`There is no endpoint ${id}`);
    return webhook;
  };
  const at = () => new Date().toISOString();

  return {
    create: async (id: string, fields: object = {}, caller: Partial<Caller> = {}): Promise<void> => {
      const body = { name: 'CRM', url: 'https://crm.example.com/hook', events: ['partner.*'], token: TOKENS[0], ...fields };
      const by = { actor: 'test', permissions: new Set<never>(), ...caller };
      await webhooks.insert(openWebhook(body, by, { id, owner: ownerOf(by), at: at() }), TOKENS[0], { perTenant: 3000, total: 3000 }, []);
    },
    patch: async (id: string, patch: Parameters<typeof patchWebhook>[1]): Promise<void> => {
      const before = await findWebhook(id);
      await webhooks.replace(before, patchWebhook(before, patch, at()), patch.token);
    },
    remove: async (id: string): Promise<void> => {
      const before = await findWebhook(id);
      await webhooks.replace(before, closeWebhook(before, at()), undefined);
    },
  };
};

/**
 * Lists every rule that is enabled without a target, and every target without a destination. There
 * must be none at any moment.
 */
export const dangling = (bridge: EventBridge): readonly string[] => {
  const destinations = bridge.listApiDestinations({}).ApiDestinations ?? [];
  const connections = new Set((bridge.listConnections({}).Connections ?? []).map(({ ConnectionArn }) => ConnectionArn));
  const sends = (arn: string | undefined) =>
    destinations.some(({ ApiDestinationArn, ConnectionArn }) => ApiDestinationArn === arn && connections.has(ConnectionArn));
  return (bridge.listRules({ EventBusName: BUS }).Rules ?? []).flatMap(({ Name, State }) => {
    const targets = bridge.listTargetsByRule({ Rule: Name, EventBusName: BUS }).Targets ?? [];
    return [
      ...(State === 'ENABLED' && targets.length === 0 ? [`${Name} is enabled without a target`] : []),
      ...targets.filter(({ Arn }) => !sends(Arn)).map(({ Arn }) => `${Name} sends to nothing: ${Arn}`),
    ];
  });
};

/** Lists the numbers of the pairs of which EventBridge has a resource. */
export const pairsInEventBridge = (bridge: EventBridge, id: string): readonly number[] => {
  const { Connections = [] } = bridge.listConnections({ NamePrefix: PREFIX });
  const { ApiDestinations = [] } = bridge.listApiDestinations({ NamePrefix: PREFIX });
  const pairs = [...Connections, ...ApiDestinations].map(({ Name = '' }) => pairOf(PREFIX, Name));
  return [...new Set(pairs.filter((pair) => pair?.id === id).map((pair) => pair?.pair ?? 0))].toSorted((one, other) => one - other);
};

/**
 * Returns EventBridge's resources of an endpoint, with its last pair. ARNs differ each time, so
 * each is shown as whether it refers to the next resource.
 */
export const inEventBridge = (bridge: EventBridge, id: string) => {
  const name = resourceName(PREFIX, { id, pair: 0 });
  const last = resourceName(PREFIX, { id, pair: pairsInEventBridge(bridge, id).at(-1) ?? 0 });
  const connection = (bridge.listConnections({ NamePrefix: last }).Connections ?? [])[0];
  const destination = (bridge.listApiDestinations({ NamePrefix: last }).ApiDestinations ?? [])[0];
  const rule = (bridge.listRules({ NamePrefix: name, EventBusName: BUS }).Rules ?? [])[0];
  const targets = rule ? (bridge.listTargetsByRule({ Rule: name, EventBusName: BUS }).Targets ?? []) : [];
  return {
    connection: connection && {
      state: connection.ConnectionState,
      token: bridge.describeConnection({ Name: last }).Description,
    },
    destination: destination && { url: destination.InvocationEndpoint, signsIn: destination.ConnectionArn === connection?.ConnectionArn },
    rule: rule && { state: rule.State, pattern: rule.EventPattern },
    targets: targets.map(({ Id, Arn }) => ({ Id, leads: Arn === destination?.ApiDestinationArn })),
  };
};

/** Returns the table's items of an endpoint, without times and versions of its writes. */
export const inTable = async (table: Table, id: string) => {
  const webhook = await table.get({ pk: `WEBHOOK#${id}`, sk: 'WEBHOOK' });
  const token = await table.get({ pk: `WEBHOOK#${id}`, sk: 'TOKEN' });
  const place = await table.get({ pk: 'WEBHOOKS', sk: id });
  const quota = await table.get({ pk: 'WEBHOOK-QUOTA', sk: '/' });
  const { status, statusReason, version } = webhook ?? {};
  return {
    webhook: webhook && { status, statusReason, version },
    token: token?.tokenVersion,
    place: place !== undefined,
    pending: await isPending({ table }, id),
    endpoints: Number(quota?.endpoints ?? 0),
  };
};
