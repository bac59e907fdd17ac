import { setTimeout as delay } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { localClientOptions } from '@tenantry/cdk-local/dynamodb/client-options';
import type { Contract } from '../../../functions/shared/contract/contract.ts';
import { PERMISSIONS } from '../../../functions/shared/contract/permissions.ts';
import { exists } from '../../../functions/shared/table/condition.ts';
import { cursorSecretKey } from '../../../functions/shared/table/keys.ts';
import { openTable, type Table } from '../../../functions/shared/table/table.ts';
import { remove } from '../../../functions/shared/table/transaction.ts';
import { type WireAnswer, wire } from '../../../testing/wire.ts';
import type { RunningSystem } from '../journey-runtime.ts';
import type { Scenario } from './grants.ts';

/**
 * A request, by a token without a tenant unless another `authorization` is given, or `null` for
 * none.
 */
export interface ScenarioRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly authorization?: string | null;
  readonly key?: string;
}

/** What scenarios act with. */
export interface Scene {
  readonly system: RunningSystem;
  /** The table as an administrator has it: nothing is asked of the policies. */
  readonly table: Table;
  send(asked: ScenarioRequest): Promise<WireAnswer>;
  /** `Authorization` of a token with every permission, bound to a tenant. */
  bound(tenant: { readonly reseller?: string; readonly partner?: number }): Promise<string>;
  /**
   * Begins to look at what happens; what it gives waits for that or for a denial from the beginning
   * on, of the role of that owner and of that action alone where they are given, and says whether
   * it happened.
   */
  watch(of?: string, action?: string): (what: string, happened: () => boolean | Promise<boolean>) => Promise<boolean>;
  stop(): void;
}

const DEADLINE_MS = 20_000;
// Each look may read the table, and hundreds of scenarios wait.
const POLL_MS = 10;

/** Opens it on a running system. */
export const openScene = async (system: RunningSystem): Promise<Scene> => {
  const { url, dynamodbUrl, outputs, mintToken } = system.runtime;
  const connection = wire(url);
  const client = new DynamoDBClient(localClientOptions(dynamodbUrl, 'us-east-1'));
  const name = Object.entries(outputs).find(([key]) => key.endsWith('.TableName'))?.[1] ?? '';
  const bound: Scene['bound'] = async (tenant) => `Bearer ${await mintToken({ permissions: PERMISSIONS, ...tenant })}`;
  const operator = await bound({});

  return {
    system,
    table: openTable(name, DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } })),
    send: ({ method, path, body, authorization = operator, key }) =>
      connection.send({
        ...{ method, path },
        headers: {
          ...(authorization !== null && { authorization }),
          ...(key !== undefined && { 'idempotency-key': key }),
          ...(body !== undefined && { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' }),
        },
        ...(body !== undefined && { payload: JSON.stringify(body) }),
      }),
    bound,
    watch(of = '', only = '') {
      const [before, deadline] = [system.denials.length, performance.now() + DEADLINE_MS];
      return async (what, happened) => {
        const isDenied = () =>
          system.denials.slice(before).some(({ principal, action }) => principal.includes(of && `-${of}`) && action.includes(only));
        for (;;) {
          // Asked first: what was denied may happen by itself at the same time.
          if (isDenied()) return false;
          if (await happened()) return true;
          if (performance.now() > deadline) throw new Error(`Waited in vain for ${what}`);
          await delay(POLL_MS);
        }
      };
    },
    stop() {
      connection.stop();
      client.destroy();
    },
  };
};

/**
 * A scenario of one request that is answered by one of these statuses; the request may be made anew
 * for each attempt.
 */
export const answers = (
  { send }: Scene,
  of: string,
  name: string,
  asked: ScenarioRequest | (() => ScenarioRequest | Promise<ScenarioRequest>),
  ...statuses: readonly number[]
): Scenario => ({
  of,
  name,
  act: async () => statuses.includes((await send(typeof asked === 'function' ? await asked() : asked)).status),
});

/** A function behind a route answers, if only by a refusal, and logs that it did. */
export const says = (scene: Scene, of: string, asked: ScenarioRequest, status = 401): Scenario => ({
  of,
  name: 'says that it was called',
  act: async () => {
    const { system, send, watch } = scene;
    const name = system.functionName(of);
    const lines = () => system.logs.filter(({ functionName }) => functionName === name).length;
    const [before, happens] = [lines(), watch(of)];
    if ((await send({ authorization: null, ...asked })).status !== status) return false;
    return happens(`a line of ${name}`, () => lines() > before);
  },
});

/** A list is read by a function that has to make the secret of its cursors. */
export const lists = (scene: Scene, of: string, { operationId }: Contract, asked: ScenarioRequest): Scenario => ({
  of,
  name: 'makes the secret of its cursors',
  act: async () => {
    const key = cursorSecretKey(operationId);
    if (await scene.table.get(key)) await scene.table.commit([remove(key, exists(), () => new Error('gone'))]);
    await scene.system.runtime.functions.kill(scene.system.functionName(of));
    return (await scene.send(asked)).status === 200;
  },
});

/**
 * A scenario of requests each of which works once: the next is made when the one before has worked.
 */
export const consuming = ({ send }: Scene, of: string, name: string, requests: readonly ScenarioRequest[], status: number): Scenario => {
  const left = [...requests];
  return {
    of,
    name,
    act: async () => {
      const [next] = left;
      if (next === undefined) throw new Error(`${of} ${name}: no request is left`);
      const worked = (await send(next)).status === status;
      if (worked) left.shift();
      return worked;
    },
  };
};

/** What an API made, as it answered. */
export type Made = Readonly<Record<string, unknown>> & { readonly id: string };

export const get = (path: string): ScenarioRequest => ({ method: 'GET', path });
export const post = (path: string, body: unknown, key?: string): ScenarioRequest => ({
  method: 'POST',
  path,
  body,
  ...(key !== undefined && { key }),
});
export const put = (path: string, body: unknown): ScenarioRequest => ({ method: 'PUT', path, body });
export const patch = (path: string, body: unknown): ScenarioRequest => ({ method: 'PATCH', path, body });
