import { capacityRefusal } from '../resellers/limits.ts';
import { limitsCrossed, usageOf } from '../resellers/reseller.ts';
import { timeOf } from '../shared/contract/time.ts';
import { dryRunReport } from '../shared/endpoint/dry-run.ts';
import type { Operation } from '../shared/endpoint/endpoint.ts';
import { isLive, type Reply, replay } from '../shared/http/idempotency.ts';
import { created } from '../shared/http/reply.ts';
import type { Change } from '../shared/table/events.ts';
import { idempotencyKey, type Key, resellerKey } from '../shared/table/keys.ts';
import { inOwnersSpelling } from '../shared/table/name-taken.ts';
import type { Table } from '../shared/table/table.ts';
import type { Consumption, Item } from '../shared/table/transaction.ts';
import { refusedRow, resultOf } from './batch-result.ts';
import { type Row, readRow } from './batch-row.ts';
import { type Found, resellerNotFound } from './capacity.ts';
import { createOrganization } from './contract.ts';
import type { batchOrganizations } from './contract-batch.ts';
import { organizationCreated } from './events.ts';
import { openOrganization } from './organization.ts';
import type { organizationStore } from './store.ts';
import { type Claim, ownersSpellingOf, uniqueClaims } from './unique.ts';

interface Deps {
  readonly table: Pick<Table, 'get' | 'getAll'>;
  readonly organizations: Pick<ReturnType<typeof organizationStore>, 'nameOf'>;
  readonly newId: () => string;
  readonly now: () => string;
}

/** What the rows before have left: the reseller, and every item that a row could meet. */
interface State {
  reseller: Found | undefined;
  readonly items: Map<string, Item>;
  readonly changes: Change[];
  /** The names of the organizations that the rows before would have made, by id. */
  readonly names: Map<string, string>;
}

/**
 * Says what a batch would do, row by row, as the rows before would have left things: which the limit would refuse, which a name. It reads what the rows
 * could meet in a few round trips and judges in memory, in the order in which the transaction of a create would.
 */
export const dryRunBatch: Operation<typeof batchOrganizations, Deps> = async (batch, deps) => {
  const rows = batch.body.organizations.map((row, index) => attempted(() => readRow(batch, row, index)));
  const state = await stateFor(batch.params.resellerId, rows.filter(isRow), deps);
  const counted = state.reseller?.organizationCount ?? 0;
  const replies = rows.map((row) => (isRow(row) ? attempted(() => rehearseRow(row, state, deps)) : row));
  const nameOf = async (resellerId: string, id: string) => state.names.get(id) ?? deps.organizations.nameOf(resellerId, id);
  const told = ownersSpellingOf({ nameOf }, batch.params.resellerId, batch.caller);
  const results = await Promise.all(
    replies.map(async (reply) => (reply instanceof Error ? refusedRow(await inOwnersSpelling(reply, told), batch) : resultOf(reply))),
  );
  return dryRunReport({
    status: 207,
    body: { results },
    events: state.changes.map(({ name, tenant, changed, data }) => ({ event: name, tenant, changed, data })),
    limits: state.reseller ? [used(state.reseller, counted)] : [],
  });
};

const used = ({ organizationCount: count, allowedOrganizations: limit }: Found, before: number): Consumption => {
  const limitName = 'allowedOrganizations';
  return { limitName, by: count - before, limit, count };
};

const attempted = <T>(run: () => T): T | Error => {
  try {
    return run();
  } catch (error) {
    return error as Error;
  }
};

const isRow = (row: Row | Error): row is Row => !(row instanceof Error);

const claimsOf = ({ request: { params, body } }: Row): readonly Claim[] => uniqueClaims(params.resellerId, body);

const answerOf = ({ keyed }: Row): readonly Key[] => (keyed ? [idempotencyKey(keyed.id)] : []);

const spelled = ({ pk, sk }: Key): string => `${pk} ${sk}`;

const stateFor = async (resellerId: string, rows: readonly Row[], { table }: Deps): Promise<State> => {
  const keys = [
    ...new Map(
      rows.flatMap((row) => [...answerOf(row), ...claimsOf(row).map(({ key }) => key)]).map((key) => [spelled(key), key]),
    ).values(),
  ];
  const [reseller, found] = await Promise.all([table.get(resellerKey(resellerId)), table.getAll(keys)]);
  const items = new Map(found.map((item) => [spelled(item as Key), item]));
  return { reseller: reseller as unknown as Found | undefined, items, changes: [], names: new Map() };
};

const rehearseRow = (row: Row, state: State, { newId, now }: Deps): Reply => {
  const { request, keyed } = row;
  const { params, body } = request;
  const at = now();
  const [answer] = answerOf(row);
  const before = answer && state.items.get(spelled(answer));
  if (keyed && before && isLive(before, new Date(timeOf(at)))) return replay(before, keyed);
  if (!state.reseller) throw resellerNotFound(params.resellerId);
  const refusal =
    capacityRefusal(state.reseller, body.allowedUsers) ??
    claimsOf(row)
      .map(({ key, refusal }) => ({ refusal, item: state.items.get(spelled(key)) }))
      .flatMap(({ refusal, item }) => (item ? [refusal(item)] : []))
      .at(0);
  if (refusal) throw refusal;

  const organization = openOrganization(body, { id: newId(), at });
  const reply = created(createOrganization, organization, `/v3/resellers/${params.resellerId}/organizations/${organization.id}`);
  const after = { ...state.reseller, organizationCount: state.reseller.organizationCount + 1 };
  state.changes.push(
    organizationCreated(params.resellerId, organization),
    ...limitsCrossed(params.resellerId, usageOf(state.reseller), usageOf(after), after.version, at),
  );
  state.reseller = after;
  for (const { key } of claimsOf(row)) state.items.set(spelled(key), { ownerId: organization.id });
  state.names.set(organization.id, organization.name);
  if (keyed && answer) state.items.set(spelled(answer), answerItem(keyed, reply));
  return reply;
};

const answerItem = ({ fingerprint }: NonNullable<Row['keyed']>, reply: Reply): Item => ({
  fingerprint,
  reply,
  expiresAt: Number.MAX_SAFE_INTEGER,
});
