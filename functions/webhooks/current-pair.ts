import type { Meter } from '../shared/observability/meter.ts';
import { type Connection, type ControlPlane, ControlPlaneError, type Destination, type PairId } from './control-plane.ts';
import { afterSwitch, isRemovable, isSwitching, type Pairs, withNewPair } from './pairs.ts';
import { isTransient } from './provisioning-failure.ts';
import type { Webhook } from './webhook.ts';

/** The stored pairs of one endpoint, always written before EventBridge has them. */
export interface PairLedger {
  readonly pairs: () => Pairs;
  /** @throws when the run has lost the lease of the endpoint */
  readonly write: (pairs: Pairs) => Promise<void>;
}

/** The dependencies of choosing and removing pairs. */
export interface PairDeps {
  readonly plane: ControlPlane;
  /** Returns the time, RFC 3339. */
  readonly now: () => string;
  /**
   * Returns when nothing can be in flight any more through a pair that the rule leaves now; RFC
   * 3339.
   */
  readonly removeAfter: () => string;
  readonly log: { warn(message: string, facts: Record<string, unknown>): void };
  readonly meter: Meter;
}

/** The current pair of an endpoint, as far as EventBridge has it. */
export interface CurrentPair {
  readonly pair: PairId;
  readonly destination: Destination | undefined;
  readonly connection: Connection | undefined;
}

/**
 * Returns the pair for the endpoint's current origin: a new one when the last is for another
 * origin. A rule that may still lead to an earlier pair is first pointed at the last one, so that
 * there is never more than one such pair.
 */
export const choosePair = async (webhook: Webhook, hasRule: boolean, ledger: PairLedger, deps: PairDeps): Promise<CurrentPair> => {
  const { plane, now, removeAfter } = deps;
  const pair = { id: webhook.id, pair: ledger.pairs().pair };
  const [destination, connection] = [await plane.destination(pair), await plane.connection(pair)];
  if (isFor(webhook, destination, connection)) return { pair, destination, connection };

  if (destination && isSwitching(ledger.pairs())) {
    if (hasRule) await plane.putTarget(webhook.id, destination.arn);
    await ledger.write(afterSwitch(ledger.pairs(), removeAfter()));
  }
  // Nothing was ever sent without a destination.
  await ledger.write(withNewPair(ledger.pairs(), destination ? {} : { removeAfter: now() }, now()));
  // After a restore of the table, EventBridge may have later pairs.
  return choosePair(webhook, hasRule, ledger, deps);
};

/**
 * True when a pair is for the endpoint's origin. Only its token identifies a connection without a
 * destination.
 */
const isFor = (webhook: Webhook, destination: Destination | undefined, connection: Connection | undefined): boolean => {
  if (destination) return originOf(destination.url) === originOf(webhook.url);
  return connection === undefined || connection.tokenVersion === webhook.tokenVersion;
};

const originOf = (url: string): string => URL.parse(url)?.origin ?? '';

/**
 * Removes the former pairs through which nothing can be in flight any more. A failure changes
 * nothing, and is retried.
 */
export const removeFormerPairs = async (id: string, ledger: PairLedger, { plane, now, log, meter }: PairDeps): Promise<void> => {
  for (const { pair } of ledger.pairs().former.filter((former) => isRemovable(former, now()))) {
    try {
      if (!(await removePair(plane, { id, pair }))) continue;
    } catch (error) {
      if (!(error instanceof ControlPlaneError)) throw error;
      log.warn('control plane', { webhookId: id, action: error.action, code: error.code, formerPair: pair });
      if (!isTransient(error)) meter.add('ReconcilerRefusals', 1);
      continue;
    }
    const { former, ...rest } = ledger.pairs();
    await ledger.write({ ...rest, former: former.filter((one) => one.pair !== pair) });
  }
};

/** Removes a pair; true when nothing of it is left. */
export const removePair = async (plane: ControlPlane, pair: PairId): Promise<boolean> => {
  if (await plane.destination(pair)) await plane.removeDestination(pair);
  const connection = await plane.connection(pair);
  if (!connection) return true;
  if (connection.state !== 'leaving') await plane.removeConnection(pair);
  return (await plane.connection(pair)) === undefined;
};
