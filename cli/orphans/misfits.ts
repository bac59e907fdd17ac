import { setTimeout as sleep } from 'node:timers/promises';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { everyItem } from '../../functions/shared/table/every-item.ts';
import { retryOnConflict } from '../../functions/shared/table/retry-on-conflict.ts';
import type { Table } from '../../functions/shared/table/table.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { pendingWebhooks, webhookKey, webhookPairsKey, webhooksOf } from '../../functions/shared/table/webhook-keys.ts';
import { eventBridgeControlPlane } from '../../functions/webhooks/control-plane-eventbridge.ts';
import { everyPair, FIRST_PAIR, type Pairs } from '../../functions/webhooks/pairs.ts';
import { withdraw } from '../../functions/webhooks/provision.ts';
import { pairsOf, putPairs, samePairs } from '../../functions/webhooks/reconciler-store.ts';
import { pending, webhookOf } from '../../functions/webhooks/store.ts';
import { type ResourceKind, type Resources, resourcesByEndpoint } from './resources.ts';

export interface Installation {
  readonly client: Pick<EventBridgeClient, 'send'>;
  readonly table: Table;
  readonly prefix: string;
  readonly busName: string;
}

/** Resources that no endpoint has, or an endpoint that lacks some, or has pairs of connection and destination that it does not know of. */
export interface Misfit {
  readonly kind: 'orphan' | 'incomplete' | 'surplus';
  readonly id: string;
  readonly resources: ReadonlySet<ResourceKind>;
  /** The pairs that it is about. */
  readonly pairs: readonly number[];
}

/** What does not fit, and how many endpoints the table has. */
export interface Found {
  readonly misfits: readonly Misfit[];
  readonly endpoints: number;
}

const NOTHING: Resources = { pairs: new Map(), rule: false };
const EVERYTHING: readonly ResourceKind[] = ['connection', 'destination', 'rule'];

/** Compares both sides; endpoints that the reconciler is still to follow are none of its business. */
export const findMisfits = async ({ client, table, prefix, busName }: Installation): Promise<Found> => {
  // First the resources: an endpoint is there before its resources are, and still there when they are gone.
  const resources = await resourcesByEndpoint(client, prefix, busName);
  const waiting = new Set((await everyItem(table, pendingWebhooks)).filter(isFollowing).map(({ ownerId }) => String(ownerId)));
  const endpoints = new Set((await everyItem(table, webhooksOf('/'))).map(({ ownerId }) => String(ownerId)));
  const settled = [...endpoints].filter((id) => !waiting.has(id));
  const pairsById = new Map((await table.getAll(settled.map(webhookPairsKey))).map((item) => [item.pk, pairsOf(item)]));

  const orphans = [...resources]
    .filter(([id]) => !endpoints.has(id))
    .map(([id, has]) => misfitOf('orphan', id, has, [...has.pairs.keys()]));
  const misfits = settled.flatMap((id) => {
    const pairs = pairsById.get(webhookPairsKey(id).pk) ?? FIRST_PAIR;
    return misfitsOf(id, pairs, resources.get(id) ?? NOTHING);
  });
  return { misfits: [...orphans, ...misfits], endpoints: endpoints.size };
};

/** Whether EventBridge does not follow an endpoint yet; one that it follows may wait for the removal of a pair of before. */
const isFollowing = ({ settlesAt }: Item): boolean => settlesAt === undefined || String(settlesAt) > new Date().toISOString();

const misfitsOf = (id: string, known: Pairs, has: Resources): readonly Misfit[] => {
  const present = misfitOf('incomplete', id, has, [known.pair]);
  const surplus = [...has.pairs.keys()].filter((pair) => !everyPair(known).includes(pair));
  return [
    ...(EVERYTHING.every((kind) => present.resources.has(kind)) ? [] : [present]),
    ...(surplus.length === 0 ? [] : [misfitOf('surplus', id, has, surplus)]),
  ];
};

const misfitOf = (kind: Misfit['kind'], id: string, has: Resources, pairs: readonly number[]): Misfit => ({
  ...{ kind, id, pairs },
  resources: new Set<ResourceKind>([
    ...pairs.flatMap((pair) => [...(has.pairs.get(pair) ?? [])]),
    ...(has.rule ? (['rule'] as const) : []),
  ]),
});

/** @throws when so much is an orphan that the table is probably not that of the stage */
export const requirePlausible = ({ misfits, endpoints }: Found): void => {
  const orphans = misfits.filter(({ kind }) => kind === 'orphan').length;
  if (orphans <= endpoints) return;
  throw new Error(
    `${orphans} sets of resources have no endpoint in the table, which has ${endpoints}: is it the table of this stage? --force removes them.`,
  );
};

/** Removes orphans when that is asked for, and lets the reconciler complete endpoints; answers those that were dealt with. */
export const mend = async (
  misfits: readonly Misfit[],
  { client, table, prefix, busName }: Installation,
  { removes }: { readonly removes: boolean },
): Promise<readonly Misfit[]> => {
  // Nothing is made here: role and queue of targets are not needed.
  const plane = eventBridgeControlPlane({ client, prefix, busName, roleArn: '', deadLetterArn: '' });
  const dealt: Misfit[] = [];
  for (const misfit of misfits) {
    const { kind, id, pairs } = misfit;
    if (kind === 'orphan' && !removes) continue;
    const done = kind === 'orphan' ? (await withdraw(id, pairs, { plane, sleep })) === 'done' : await reconcileAgain(table, misfit);
    if (done) dealt.push(misfit);
  }
  return dealt;
};

/** Puts an endpoint on the reconciler's list; it removes pairs that the endpoint did not know of when nothing can be in flight by them. */
const reconcileAgain = (table: Table, { id, kind, pairs }: Misfit): Promise<boolean> =>
  // The endpoint may move meanwhile: its pairs are written by the reconciler, too.
  retryOnConflict(async () => {
    const item = await table.get(webhookKey(id));
    if (!item) return false;
    const stored = await table.get(webhookPairsKey(id));
    const known = pairsOf(stored);
    const surplus = pairs.filter((pair) => !everyPair(known).includes(pair));
    const former = [...known.former, ...surplus.map((pair) => ({ pair }))];
    await table.commit([
      pending({ ...webhookOf(item), updatedAt: new Date().toISOString() }),
      ...(kind === 'surplus' ? [putPairs(id, { ...known, former }, samePairs(stored))] : []),
    ]);
    return true;
  });
