import { isDeepStrictEqual } from 'node:util';
import type { Bus } from '../shared/bus.ts';
import type { Address, Connection, ControlPlane, Destination, PairId, Rule, Token } from './control-plane.ts';
import { choosePair, type PairDeps, type PairLedger, removeFormerPairs, removePair } from './current-pair.ts';
import { afterSwitch, isSwitching } from './pairs.ts';
import { type BranchField, patternOf } from './rule-pattern.ts';
import { isActive, type Webhook } from './webhook.ts';

/** The dependencies of setting up and removing an endpoint. */
export interface ProvisionDeps extends PairDeps {
  readonly sleep: (ms: number) => Promise<unknown>;
  /** The bus whose events the endpoint is sent. */
  readonly bus: Bus;
  /** True once every event on the bus has a lineage. */
  readonly isLineagePublished: () => Promise<boolean>;
}

type WithdrawDeps = Pick<ProvisionDeps, 'plane' | 'sleep'>;

/**
 * The result: done, waiting for a connection that EventBridge still works on, or a connection that
 * it could not authorise.
 */
export type Provisioned = 'done' | 'waiting' | 'unauthorized';

/**
 * Sets EventBridge up for an endpoint, whatever an earlier run left behind. A rule is enabled last
 * and disabled first, so that no enabled rule lacks its target and no target its destination. An
 * endpoint with another origin gets another pair of connection and destination. So no address ever
 * gets the token of another, whatever is being retried.
 */
export const provision = async (
  webhook: Webhook,
  readToken: () => Promise<Token>,
  ledger: PairLedger,
  deps: ProvisionDeps,
): Promise<Provisioned> => {
  const { id, url } = webhook;
  const { plane } = deps;
  const rule = await plane.rule(id);
  const wanted = { pattern: patternOf(webhook, deps.bus, await fieldFor(rule, deps)), enabled: isActive(webhook) };
  const isSame = rule !== undefined && samePattern(rule.pattern, wanted.pattern);
  if (rule && !wanted.enabled && (rule.enabled || !isSame)) await plane.putRule(id, wanted);

  const current = await choosePair(webhook, rule !== undefined, ledger, deps);
  await removeFormerPairs(id, ledger, deps);
  const connection = await ensureAuthorized(webhook, current, readToken, deps);
  if (typeof connection === 'string') return connection;
  const destination = await ensureDestination(plane, current.pair, current.destination, { url, connectionArn: connection.arn });

  if (!rule) await plane.putRule(id, { ...wanted, enabled: false });
  await plane.putTarget(id, destination.arn);
  if (isSwitching(ledger.pairs())) await ledger.write(afterSwitch(ledger.pairs(), deps.removeAfter()));
  if (wanted.enabled && !(rule?.enabled && isSame)) await plane.putRule(id, wanted);
  return 'done';
};

/**
 * Removes all resources of an endpoint and its pairs, whatever is left of them; `done` when nothing
 * is left.
 */
export const withdraw = async (
  id: string,
  pairs: readonly number[],
  { plane, sleep }: WithdrawDeps,
): Promise<Exclude<Provisioned, 'unauthorized'>> => {
  const rule = await plane.rule(id);
  if (rule) {
    // Otherwise the rule would be enabled without a target for a moment.
    if (rule.enabled) await plane.putRule(id, { ...rule, enabled: false });
    await plane.removeTarget(id);
    await plane.removeRule(id);
  }
  let left: readonly PairId[] = pairs.map((pair) => ({ id, pair }));
  const remove = async (): Promise<readonly PairId[]> => {
    const removed: PairId[] = [];
    for (const pair of left) if (await removePair(plane, pair)) removed.push(pair);
    left = left.filter((pair) => !removed.includes(pair));
    return left;
  };
  await pollUntil(remove, ({ length }) => length === 0, sleep);
  return left.length === 0 ? 'done' : 'waiting';
};

const ensureDestination = async (plane: ControlPlane, pair: PairId, before: Destination | undefined, to: Address): Promise<Destination> => {
  if (!before) return { ...to, arn: await plane.createDestination(pair, to) };
  if (before.url !== to.url || before.connectionArn !== to.connectionArn) await plane.updateDestination(pair, to);
  return { ...to, arn: before.arn };
};

/** Returns the connection with the endpoint's token, once it is authorised. */
const ensureAuthorized = async (
  { tokenVersion }: Webhook,
  { pair, connection: existing }: { readonly pair: PairId; readonly connection: Connection | undefined },
  readToken: () => Promise<Token>,
  { plane, sleep }: WithdrawDeps,
): Promise<Connection | Exclude<Provisioned, 'done'>> => {
  if (existing?.state === 'leaving') return 'waiting';
  if (existing?.state === 'authorized' && existing.tokenVersion === tokenVersion) return existing;
  if (existing?.state !== 'waiting' || existing.tokenVersion !== tokenVersion) {
    const token = await readToken();
    // The token was replaced meanwhile, perhaps with the address; the next round sets both.
    if (token.tokenVersion !== tokenVersion) return 'waiting';
    await (existing ? plane.updateConnection(pair, token) : plane.createConnection(pair, token));
  }

  const connection = await pollUntil(
    () => plane.connection(pair),
    (found) => found?.state !== 'waiting',
    sleep,
  );
  if (connection?.state === 'authorized') return connection;
  return connection?.state === 'refused' ? 'unauthorized' : 'waiting';
};

/** Six seconds in all. */
const PAUSES_MS = [200, 400, 800, 1600, 3000];

const pollUntil = async <T>(look: () => Promise<T>, enough: (found: T) => boolean, sleep: ProvisionDeps['sleep']): Promise<T> => {
  let found = await look();
  for (const pause of PAUSES_MS) {
    if (enough(found)) return found;
    await sleep(pause);
    found = await look();
  }
  return found;
};

/**
 * Returns how the rule matches a branch: by tenant for a rule older than the lineage, until every
 * event has one; events of any age have a tenant.
 */
const fieldFor = async (rule: Rule | undefined, { isLineagePublished }: ProvisionDeps): Promise<BranchField> =>
  rule?.pattern.includes('"wildcard"') && !(await isLineagePublished()) ? 'tenant' : 'lineage';

const samePattern = (one: string, other: string): boolean => isDeepStrictEqual(JSON.parse(one), JSON.parse(other));
