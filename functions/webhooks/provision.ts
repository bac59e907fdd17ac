import { isDeepStrictEqual } from 'node:util';
import type { Bus } from '../shared/bus.ts';
import type { Address, Connection, ControlPlane, Destination, PairId, Rule, Token } from './control-plane.ts';
import { choosePair, type PairDeps, type PairLedger, removeFormer, removePair } from './current-pair.ts';
import { afterSwitch, isSwitching } from './pairs.ts';
import { type BranchField, patternOf } from './rule-pattern.ts';
import { isActive, type Webhook } from './webhook.ts';

/** What setting an endpoint up, or removing it, needs besides the endpoint. */
export interface ProvisionDeps extends PairDeps {
  readonly sleep: (ms: number) => Promise<unknown>;
  /** The bus whose events the endpoint is sent. */
  readonly bus: Bus;
  /** Whether every event on the bus has a lineage by now. */
  readonly isLineagePublished: () => Promise<boolean>;
}

type WithdrawDeps = Pick<ProvisionDeps, 'plane' | 'sleep'>;

/** How far it came: to its end, to a connection that EventBridge is still busy with, or to one that it could not authorise. */
export type Provisioned = 'done' | 'waiting' | 'unauthorized';

/**
 * Makes EventBridge follow an endpoint, from whatever an earlier run left behind. A rule is enabled last and disabled first: none that is enabled
 * is without its target, and no target without what it sends to. An endpoint of another origin than before gets another pair of connection and
 * destination, so that no address is ever sent the token of another, whatever is being retried.
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
  await removeFormer(id, ledger, deps);
  const connection = await ensureAuthorized(webhook, current, readToken, deps);
  if (typeof connection === 'string') return connection;
  const destination = await ensureDestination(plane, current.pair, current.destination, { url, connectionArn: connection.arn });

  if (!rule) await plane.putRule(id, { ...wanted, enabled: false });
  await plane.putTarget(id, destination.arn);
  if (isSwitching(ledger.pairs())) await ledger.write(afterSwitch(ledger.pairs(), deps.removeAfter()));
  if (wanted.enabled && !(rule?.enabled && isSame)) await plane.putRule(id, wanted);
  return 'done';
};

/** Removes all that EventBridge has of an endpoint and its pairs, from whatever is left of it; `done` when nothing is. */
export const withdraw = async (
  id: string,
  pairs: readonly number[],
  { plane, sleep }: WithdrawDeps,
): Promise<Exclude<Provisioned, 'unauthorized'>> => {
  const rule = await plane.rule(id);
  if (rule) {
    // Otherwise it would be enabled without a target for a moment.
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

/** The connection with the endpoint's token, once it is authorised. */
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
    // Replaced meanwhile, perhaps with its address: both are set in the next round.
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

/** A rule from before there was a lineage matches by tenant, as old and new events have one, until every event has a lineage. */
const fieldFor = async (rule: Rule | undefined, { isLineagePublished }: ProvisionDeps): Promise<BranchField> =>
  rule?.pattern.includes('"wildcard"') && !(await isLineagePublished()) ? 'tenant' : 'lineage';

const samePattern = (one: string, other: string): boolean => isDeepStrictEqual(JSON.parse(one), JSON.parse(other));
