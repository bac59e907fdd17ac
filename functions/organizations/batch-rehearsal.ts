import { roomRefusal } from '../resellers/limits.ts';
import { limitsCrossed, usageOf } from '../resellers/reseller.ts';
import type { Operation } from '../shared/endpoint/endpoint.ts';
import { wouldAnswer } from '../shared/endpoint/rehearse.ts';
import type { Change } from '../shared/events.ts';
import { type Reply, replay } from '../shared/idempotency.ts';
import { idempotencyKey, type Key, organizationExternalIdKey, organizationNameKey, resellerKey } from '../shared/keys.ts';
import { created } from '../shared/reply.ts';
import type { Table } from '../shared/table.ts';
import type { Consumption, Item } from '../shared/transaction.ts';
import { refusedRow, resultOf } from './batch-result.ts';
import { type Row, readRow } from './batch-row.ts';
import { createOrganization } from './contract.ts';
import type { batchOrganizations } from './contract-batch.ts';
import { organizationCreated } from './events.ts';
import { openOrganization } from './organization.ts';
import { type Found, resellerNotFound } from './room.ts';
import { externalIdTaken, nameTaken } from './unique.ts';

interface Deps {
  readonly table: Pick<Table, 'get' | 'getAll'>;
  readonly newId: () => string;
  readonly now: () => string;
}

/** What the rows before have left: the reseller, and every item that a row could meet. */
interface State {
  reseller: Found | undefined;
  readonly items: Map<string, Item>;
  readonly changes: Change[];
}

/**
 * Says what a batch would do, row by row, as the rows before would have left things: which the limit would refuse, which a name. It reads what the rows
 * could meet in a few round trips and judges in memory, in the order in which the transaction of a create would.
 */
export const rehearseBatch: Operation<typeof batchOrganizations, Deps> = async (batch, deps) => {
  const rows = batch.body.organizations.map((row, index) => attempted(() => readRow(batch, row, index)));
  const state = await stateFor(batch.params.resellerId, rows.filter(isRow), deps);
  const counted = state.reseller?.organizationCount ?? 0;
  const results = rows.map((row) => {
    const reply = isRow(row) ? attempted(() => rehearseRow(row, state, deps)) : row;
    return reply instanceof Error ? refusedRow(reply, batch) : resultOf(reply);
  });
  return wouldAnswer({
    status: 207,
    body: { results },
    events: state.changes.map(({ name, tenant, changed, data }) => ({ event: name, tenant, changed, data })),
    limits: state.reseller ? [used(state.reseller, counted)] : [],
  });
};

const used = ({ organizationCount: count, allowedOrganizations: limit }: Found, before: number): Consumption => ({
  ...{ limitName: 'allowedOrganizations', by: count - before, limit, count },
});

const attempted = <T>(run: () => T): T | Error => {
  try {
    return run();
  } catch (error) {
    return error as Error;
  }
};

const isRow = (row: Row | Error): row is Row => !(row instanceof Error);

const keysOf = ({ request: { params, body }, keyed }: Row) => ({
  ...(keyed && { answer: idempotencyKey(keyed.id) }),
  name: organizationNameKey(params.resellerId, body.name),
  ...(body.externalId !== undefined && { externalId: organizationExternalIdKey(params.resellerId, body.externalId) }),
});

const spelled = ({ pk, sk }: Key): string => `${pk} ${sk}`;

const MOST_KEYS = 100;

const stateFor = async (resellerId: string, rows: readonly Row[], { table }: Deps): Promise<State> => {
  const keys = [...new Map(rows.flatMap((row) => Object.values(keysOf(row))).map((key) => [spelled(key), key])).values()];
  const parts = Array.from({ length: Math.ceil(keys.length / MOST_KEYS) }, (_, at) => keys.slice(at * MOST_KEYS, (at + 1) * MOST_KEYS));
  const [reseller, ...found] = await Promise.all([table.get(resellerKey(resellerId)), ...parts.map((part) => table.getAll(part))]);
  const items = new Map(found.flat().map((item) => [spelled(item as Key), item]));
  return { reseller: reseller as unknown as Found | undefined, items, changes: [] };
};

const rehearseRow = ({ request, keyed }: Row, state: State, { newId, now }: Deps): Reply => {
  const { params, body } = request;
  const keys = keysOf({ request, keyed });
  const at = now();
  const before = keys.answer && state.items.get(spelled(keys.answer));
  if (keyed && before && Number(before.expiresAt) > Date.parse(at) / 1000) return replay(before, keyed);
  if (!state.reseller) throw resellerNotFound(params.resellerId);
  const refusal = roomRefusal(state.reseller, body.allowedUsers);
  if (refusal) throw refusal;
  if (state.items.has(spelled(keys.name))) throw nameTaken(body.name);
  if (keys.externalId && state.items.has(spelled(keys.externalId))) throw externalIdTaken(String(body.externalId));

  const organization = openOrganization(body, { id: newId(), at });
  const reply = created(createOrganization, organization, `/v3/resellers/${params.resellerId}/organizations/${organization.id}`);
  const after = { ...state.reseller, organizationCount: state.reseller.organizationCount + 1 };
  state.changes.push(
    organizationCreated(params.resellerId, organization),
    ...limitsCrossed(params.resellerId, usageOf(state.reseller), usageOf(after), after.version, at),
  );
  state.reseller = after;
  for (const key of [keys.name, keys.externalId]) if (key) state.items.set(spelled(key), {});
  if (keyed && keys.answer) state.items.set(spelled(keys.answer), answerItem(keyed, reply));
  return reply;
};

const answerItem = ({ fingerprint }: NonNullable<Row['keyed']>, reply: Reply): Item => ({
  fingerprint,
  reply,
  expiresAt: Number.MAX_SAFE_INTEGER,
});
