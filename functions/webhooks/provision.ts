import { isDeepStrictEqual } from 'node:util';
import type { Bus } from '../shared/bus.ts';
import type { Address, Connection, ControlPlane, Destination, Rule, Token } from './control-plane.ts';
import { type BranchField, patternOf } from './rule-pattern.ts';
import { isActive, type Webhook } from './webhook.ts';

/** What setting an endpoint up, or removing it, needs besides the endpoint. */
export interface Means {
  readonly plane: ControlPlane;
  readonly sleep: (ms: number) => Promise<unknown>;
  /** The bus whose events the endpoint is sent. */
  readonly bus: Bus;
  /** Whether every event on the bus has a lineage by now. */
  readonly isLineagePublished: () => Promise<boolean>;
}

type Removal = Pick<Means, 'plane' | 'sleep'>;

/** How far it came: to its end, to a connection that EventBridge is still busy with, or to one that it could not authorise. */
export type Provisioned = 'done' | 'waiting' | 'unauthorized';

/**
 * Makes EventBridge follow an endpoint, from whatever an earlier run left behind. A rule is enabled last and disabled first: none that is enabled
 * is without its target, and no target without what it sends to. A new address is set before a new token, which the old address must not learn.
 */
export const provision = async (webhook: Webhook, readToken: () => Promise<Token>, means: Means): Promise<Provisioned> => {
  const { id, url } = webhook;
  const { plane, sleep } = means;
  const rule = await plane.rule(id);
  const wanted = { pattern: patternOf(webhook, means.bus, await fieldFor(rule, means)), enabled: isActive(webhook) };
  const isSame = rule !== undefined && samePattern(rule.pattern, wanted.pattern);
  if (rule && !wanted.enabled && (rule.enabled || !isSame)) await plane.putRule(id, wanted);

  const [before, existing] = [await plane.destination(id), await plane.connection(id)];
  const moved = before && existing && (await sendTo(plane, id, before, { url, connectionArn: existing.arn }));
  const connection = await authorized(webhook, existing, readToken, { plane, sleep });
  if (typeof connection === 'string') return connection;
  const destination = await sendTo(plane, id, moved ?? before, { url, connectionArn: connection.arn });

  if (!rule) await plane.putRule(id, { ...wanted, enabled: false });
  await plane.putTarget(id, destination.arn);
  if (wanted.enabled && !(rule?.enabled && isSame)) await plane.putRule(id, wanted);
  return 'done';
};

/** Removes all that EventBridge has of an endpoint, from whatever is left of it; `done` when nothing is. */
export const withdraw = async (id: string, { plane, sleep }: Removal): Promise<Exclude<Provisioned, 'unauthorized'>> => {
  const rule = await plane.rule(id);
  if (rule) {
    // Otherwise it would be enabled without a target for a moment.
    if (rule.enabled) await plane.putRule(id, { ...rule, enabled: false });
    await plane.removeTarget(id);
    await plane.removeRule(id);
  }
  if (await plane.destination(id)) await plane.removeDestination(id);
  const connection = await plane.connection(id);
  if (!connection) return 'done';
  if (connection.state !== 'leaving') await plane.removeConnection(id);
  const left = await settled(
    () => plane.connection(id),
    (found) => found === undefined,
    sleep,
  );
  return left ? 'waiting' : 'done';
};

const sendTo = async (plane: ControlPlane, id: string, before: Destination | undefined, to: Address): Promise<Destination> => {
  if (!before) return { ...to, arn: await plane.createDestination(id, to) };
  if (before.url !== to.url || before.connectionArn !== to.connectionArn) await plane.updateDestination(id, to);
  return { ...to, arn: before.arn };
};

/** The connection with the endpoint's token, once it is authorised. */
const authorized = async (
  { id, tokenVersion }: Webhook,
  existing: Connection | undefined,
  readToken: () => Promise<Token>,
  { plane, sleep }: Removal,
): Promise<Connection | Exclude<Provisioned, 'done'>> => {
  if (existing?.state === 'leaving') return 'waiting';
  if (existing?.state === 'authorized' && existing.tokenVersion === tokenVersion) return existing;
  if (existing?.state !== 'waiting' || existing.tokenVersion !== tokenVersion) {
    const token = await readToken();
    // Replaced meanwhile, perhaps with its address: both are set in the next round.
    if (token.tokenVersion !== tokenVersion) return 'waiting';
    await (existing ? plane.updateConnection(id, token) : plane.createConnection(id, token));
  }

  const connection = await settled(
    () => plane.connection(id),
    (found) => found?.state !== 'waiting',
    sleep,
  );
  if (connection?.state === 'authorized') return connection;
  return connection?.state === 'refused' ? 'unauthorized' : 'waiting';
};

/** Six seconds in all. */
const PAUSES_MS = [200, 400, 800, 1600, 3000];

const settled = async <T>(look: () => Promise<T>, enough: (found: T) => boolean, sleep: Means['sleep']): Promise<T> => {
  let found = await look();
  for (const pause of PAUSES_MS) {
    if (enough(found)) return found;
    await sleep(pause);
    found = await look();
  }
  return found;
};

/** A rule from before there was a lineage matches by tenant, as old and new events have one, until every event has a lineage. */
const fieldFor = async (rule: Rule | undefined, { isLineagePublished }: Means): Promise<BranchField> =>
  rule?.pattern.includes('"wildcard"') && !(await isLineagePublished()) ? 'tenant' : 'lineage';

const samePattern = (one: string, other: string): boolean => isDeepStrictEqual(JSON.parse(one), JSON.parse(other));
