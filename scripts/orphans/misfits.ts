import { setTimeout as sleep } from 'node:timers/promises';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { everyItem } from '../../functions/shared/every-item.ts';
import type { Table } from '../../functions/shared/table.ts';
import { pendingWebhooks, webhookKey, webhooksOf } from '../../functions/shared/webhook-keys.ts';
import { eventBridgeControlPlane } from '../../functions/webhooks/control-plane-eventbridge.ts';
import { withdraw } from '../../functions/webhooks/provision.ts';
import { pending, webhookOf } from '../../functions/webhooks/store.ts';
import { type ResourceKind, resourcesByEndpoint } from './resources.ts';

export interface Installation {
  readonly client: Pick<EventBridgeClient, 'send'>;
  readonly table: Table;
  readonly prefix: string;
  readonly busName: string;
}

/** Resources that no endpoint has, or an endpoint that lacks some. */
export interface Misfit {
  readonly kind: 'orphan' | 'incomplete';
  readonly id: string;
  readonly resources: ReadonlySet<ResourceKind>;
}

/** What does not fit, and how many endpoints the table has. */
export interface Found {
  readonly misfits: readonly Misfit[];
  readonly endpoints: number;
}

const EVERYTHING: readonly ResourceKind[] = ['connection', 'destination', 'rule'];

/** Compares both sides; endpoints that the reconciler is still to follow are none of its business. */
export const findMisfits = async ({ client, table, prefix, busName }: Installation): Promise<Found> => {
  // First the resources: an endpoint is there before its resources are, and still there when they are gone.
  const resources = await resourcesByEndpoint(client, prefix, busName);
  const waiting = new Set((await everyItem(table, pendingWebhooks)).map(({ ownerId }) => String(ownerId)));
  const endpoints = new Set((await everyItem(table, webhooksOf('/'))).map(({ ownerId }) => String(ownerId)));

  const orphans = [...resources].filter(([id]) => !endpoints.has(id));
  const settled = [...endpoints].filter((id) => !waiting.has(id)).map((id) => [id, resources.get(id) ?? new Set<ResourceKind>()] as const);
  const incomplete = settled.filter(([, has]) => EVERYTHING.some((kind) => !has.has(kind)));
  const misfits = [
    ...orphans.map(([id, has]) => ({ kind: 'orphan' as const, id, resources: has })),
    ...incomplete.map(([id, has]) => ({ kind: 'incomplete' as const, id, resources: has })),
  ];
  return { misfits, endpoints: endpoints.size };
};

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
    if (misfit.kind === 'orphan' && !removes) continue;
    const done =
      misfit.kind === 'orphan' ? (await withdraw(misfit.id, { plane, sleep })) === 'done' : await reconcileAgain(table, misfit.id);
    if (done) dealt.push(misfit);
  }
  return dealt;
};

const reconcileAgain = async (table: Table, id: string): Promise<boolean> => {
  const item = await table.get(webhookKey(id));
  if (!item) return false;
  await table.commit([pending({ ...webhookOf(item), updatedAt: new Date().toISOString() })]);
  return true;
};
