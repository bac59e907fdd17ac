import type { EventBridge } from '@tenantry/cdk-local/eventbridge/event-bridge';
import { v7 } from 'uuid';
import { where } from '../../functions/shared/table/condition.ts';
import { change } from '../../functions/shared/table/transaction.ts';
import { reconcile } from '../../functions/webhooks/reconciler.ts';
import type { TestTable } from '../../testing/table.ts';
import { type Around, bridgeOf, depsOf, inEventBridge, inTable, requests } from './reconciler-scene.ts';

export const MINUTE = 60_000;

/** Makes an endpoint that was just created, and an EventBridge that has nothing of it. */
export const endpointOn =
  (table: () => TestTable) =>
  async (fields: object = {}, bridge: EventBridge = bridgeOf()) => {
    const [id, { table: stored }] = [v7(), table()];
    const commands = requests(stored);
    await commands.create(id, fields);
    const parts = { table: stored, bridge };
    const nextTry = async () => Date.parse(String((await stored.get({ pk: 'WEBHOOKS-PENDING', sk: id }))?.nextTry)) - Date.now();
    return {
      ...{ id, bridge, commands, parts, nextTry },
      /** Runs the reconciler so many milliseconds from now. */
      run: (later = 0, around?: Around) => reconcile(id, depsOf({ ...parts, ...(around && { around }) }, later)),
      stored: () => inTable(stored, id),
      there: () => inEventBridge(bridge, id),
      /** Stores the health that deliveries have shown. */
      setHealth: (set: Readonly<Record<string, unknown>>) =>
        stored.commit([
          change({ pk: `WEBHOOK#${id}`, sk: 'WEBHOOK' }, { set }, where('version', '>=', 1), () => new Error('There is no such endpoint')),
        ]),
    };
  };

/** Refuses the control plane's calls of these names. */
export const refusing =
  (error: Error, ...names: readonly string[]): Around =>
  (name, call) =>
    names.includes(name) ? Promise.reject(error) : call();

/** Records the names of all calls. */
export const recording =
  (calls: string[]): Around =>
  (name, call) => {
    calls.push(name);
    return call();
  };
