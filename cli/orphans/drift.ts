import { setTimeout as sleep } from 'node:timers/promises';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { readEveryItem } from '../../functions/shared/table/every-item.ts';
import { retryOnConflict } from '../../functions/shared/table/retry-on-conflict.ts';
import type { Table } from '../../functions/shared/table/table.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { pendingWebhooks, webhookKey, webhookPairsKey, webhooksOf } from '../../functions/shared/table/webhook-keys.ts';
import { eventBridgeControlPlane } from '../../functions/webhooks/control-plane-eventbridge.ts';
import { everyPair, FIRST_PAIR, type Pairs } from '../../functions/webhooks/pairs.ts';
import { withdraw } from '../../functions/webhooks/provision.ts';
import { pairsOf, putPairs, samePairs } from '../../functions/webhooks/reconciler-store.ts';
import { pendingWrite, webhookOf } from '../../functions/webhooks/store.ts';
import { type ResourceKind, type Resources, resourcesByEndpoint } from './resources.ts';

export interface Installation {
  readonly client: Pick<EventBridgeClient, 'send'>;
  readonly table: Table;
  readonly prefix: string;
  readonly busName: string;
}

/**
 * Resources without an endpoint, an endpoint that lacks resources, or one with pairs of connection
 * and destination that it does not know.
 */
export interface DriftedEndpoint {
  readonly kind: 'orphan' | 'incomplete' | 'surplus';
  readonly id: string;
  readonly resources: ReadonlySet<ResourceKind>;
  /** The pairs that it is about. */
  readonly pairs: readonly number[];
}

/** The endpoints that have drifted, and the number of endpoints in the table. */
export interface DriftReport {
  readonly drifted: readonly DriftedEndpoint[];
  readonly endpoints: number;
}

const NOTHING: Resources = { pairs: new Map(), rule: false };
const EVERYTHING: readonly ResourceKind[] = ['connection', 'destination', 'rule'];

/**
 * Compares the table with EventBridge; leaves out endpoints that the reconciler has not followed
 * yet.
 */
export const findDrift = async ({ client, table, prefix, busName }: Installation): Promise<DriftReport> => {
  // First the resources: an endpoint is there before its resources are, and still there when they
  // are gone.
  const resources = await resourcesByEndpoint(client, prefix, busName);
  const waiting = new Set((await readEveryItem(table, pendingWebhooks)).filter(isFollowing).map(({ ownerId }) => String(ownerId)));
  const endpoints = new Set((await readEveryItem(table, webhooksOf('/'))).map(({ ownerId }) => String(ownerId)));
  const settled = [...endpoints].filter((id) => !waiting.has(id));
  const pairsById = new Map((await table.getAll(settled.map(webhookPairsKey))).map((item) => [item.pk, pairsOf(item)]));

  const orphans = [...resources]
    .filter(([id]) => !endpoints.has(id))
    .map(([id, has]) => toDriftedEndpoint('orphan', id, has, [...has.pairs.keys()]));
  const drifted = settled.flatMap((id) => {
    const pairs = pairsById.get(webhookPairsKey(id).pk) ?? FIRST_PAIR;
    return compareEndpoint(id, pairs, resources.get(id) ?? NOTHING);
  });
  return { drifted: [...orphans, ...drifted], endpoints: endpoints.size };
};

/**
 * Checks whether EventBridge does not follow an endpoint yet. One that it follows may wait for the
 * removal of a former pair.
 */
const isFollowing = ({ settlesAt }: Item): boolean => settlesAt === undefined || String(settlesAt) > new Date().toISOString();

const compareEndpoint = (id: string, known: Pairs, has: Resources): readonly DriftedEndpoint[] => {
  const present = toDriftedEndpoint('incomplete', id, has, [known.pair]);
  const surplus = [...has.pairs.keys()].filter((pair) => !everyPair(known).includes(pair));
  return [
    ...(EVERYTHING.every((kind) => present.resources.has(kind)) ? [] : [present]),
    ...(surplus.length === 0 ? [] : [toDriftedEndpoint('surplus', id, has, surplus)]),
  ];
};

const toDriftedEndpoint = (kind: DriftedEndpoint['kind'], id: string, has: Resources, pairs: readonly number[]): DriftedEndpoint => ({
  ...{ kind, id, pairs },
  resources: new Set<ResourceKind>([
    ...pairs.flatMap((pair) => [...(has.pairs.get(pair) ?? [])]),
    ...(has.rule ? (['rule'] as const) : []),
  ]),
});

/**
 * Refuses to go on when there are so many orphans that the table is probably another stage's.
 * @throws then
 */
export const requirePlausible = ({ drifted, endpoints }: DriftReport): void => {
  const orphans = drifted.filter(({ kind }) => kind === 'orphan').length;
  if (orphans <= endpoints) return;
  throw new Error(
    `${orphans} sets of resources have no endpoint in the table, which has ${endpoints}: is it the table of this stage? --force removes them.`,
  );
};

/**
 * Removes orphans if asked to, and lets the reconciler complete endpoints. Returns those that were
 * repaired.
 */
export const repair = async (
  drifted: readonly DriftedEndpoint[],
  { client, table, prefix, busName }: Installation,
  { removes }: { readonly removes: boolean },
): Promise<readonly DriftedEndpoint[]> => {
  // Nothing is made here: role and queue of targets are not needed.
  const plane = eventBridgeControlPlane({ client, prefix, busName, roleArn: '', deadLetterArn: '' });
  const repaired: DriftedEndpoint[] = [];
  for (const one of drifted) {
    const { kind, id, pairs } = one;
    if (kind === 'orphan' && !removes) continue;
    const done = kind === 'orphan' ? (await withdraw(id, pairs, { plane, sleep })) === 'done' : await requestReconciliation(table, one);
    if (done) repaired.push(one);
  }
  return repaired;
};

/**
 * Puts an endpoint on the reconciler's list. The reconciler removes unknown pairs when nothing can
 * be in flight by them.
 */
const requestReconciliation = (table: Table, { id, kind, pairs }: DriftedEndpoint): Promise<boolean> =>
  // The endpoint may move meanwhile: its pairs are written by the reconciler, too.
  retryOnConflict(async () => {
    const item = await table.get(webhookKey(id));
    if (!item) return false;
    const stored = await table.get(webhookPairsKey(id));
    const known = pairsOf(stored);
    const surplus = pairs.filter((pair) => !everyPair(known).includes(pair));
    const former = [...known.former, ...surplus.map((pair) => ({ pair }))];
    await table.commit([
      pendingWrite({ ...webhookOf(item), updatedAt: new Date().toISOString() }),
      ...(kind === 'surplus' ? [putPairs(id, { ...known, former }, samePairs(stored))] : []),
    ]);
    return true;
  });
