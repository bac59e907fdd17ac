import { Token } from 'aws-cdk-lib';
import type { EventPattern as RulePattern } from 'aws-cdk-lib/aws-events';
import { matchesName } from '../../events/is-event.ts';
import type { EventPattern } from '../../events/types.ts';
import { type DeliveredName, EVENT_NAMES, SNAPSHOT_NAMES, SUBSCRIPTIONS } from '../../functions/events/event-names.ts';
import { SOURCE, snapshotSource } from '../../functions/shared/contract/event.ts';
import { lineageOf } from '../../functions/shared/table/lineage.ts';
import { nearestWord } from '../configuration/nearest-word.ts';

/** The events of a subscription. */
export interface EventSelection {
  /** Names of events, or their beginnings with `.*`: `reseller.organization.*`. */
  readonly events: readonly EventPattern[];
  /**
   * The tenant whose events, with those of all tenants below it, are selected; all unless given.
   */
  readonly tenant?: string | undefined;
  /** The installation, where several share the bus. */
  readonly installation?: string | undefined;
  /** Its name for `tenantry backfill --to`: lower-case letters, digits and hyphens. */
  readonly name?: string | undefined;
}

/** The most characters of a pattern (EventBridge quotas, "Event pattern size"). */
const LONGEST_PATTERN = 2048;

/**
 * Returns the event pattern of a rule for a selection. It never matches the canary's events or
 * those directed at one webhook endpoint, whose source is another.
 * @throws {Error} a sentence that names the event or the tenant that is wrong
 */
export const rulePatternOf = ({ events, tenant, installation, name }: EventSelection): RulePattern => {
  if (events.length === 0) throw new Error('A subscription needs events: name one, such as reseller.organization.*');
  const unknown = events.filter((event) => !SUBSCRIPTIONS.includes(event));
  if (unknown.length > 0) throw new Error(unknown.map(describeUnknown).join('\n'));
  if (name !== undefined && !NAME.test(name)) throw new Error(`The name ${JSON.stringify(name)} must match ${NAME.source}`);
  const pattern: RulePattern = {
    source: name === undefined ? [SOURCE] : [SOURCE, snapshotSource(name)],
    ...(installation !== undefined && { resources: [installation] }),
    detailType: [...events.map(matcherOf), ...(name === undefined ? [] : [SNAPSHOTS])] as string[],
    ...(tenant !== undefined && { detail: { metadata: { lineage: [innermost(tenant)] } } }),
  };
  const { length } = JSON.stringify(pattern);
  if (length > LONGEST_PATTERN) throw new Error(`The pattern of a rule has at most ${LONGEST_PATTERN} characters, and this one ${length}`);
  return pattern;
};

/**
 * Returns the names of the events that are selected, in the order of the documents, and with a name
 * those of all snapshots: the backfill says which it sends.
 */
export const matchedNames = ({ events, name }: EventSelection): readonly DeliveredName[] => [
  ...EVENT_NAMES.filter((live) => matchesName(live, ...events)),
  ...(name === undefined ? [] : SNAPSHOT_NAMES),
];

const NAME = /^[a-z][a-z0-9-]{0,47}$/;

// Only a backfill to this subscription has them.
const SNAPSHOTS = { suffix: '.snapshot' };

const describeUnknown = (event: string): string => {
  const nearest = nearestWord(event, SUBSCRIPTIONS);
  const advice = nearest === undefined ? `known are ${SUBSCRIPTIONS.join(', ')}` : `did you mean ${nearest}?`;
  return `Tenantry has no event ${JSON.stringify(event)}: ${advice}`;
};

// The dot stays: `partner.*` must not match an event `partners.…`.
const matcherOf = (event: EventPattern): string | { readonly prefix: string } =>
  event.endsWith('.*') ? { prefix: event.slice(0, -1) } : event;

const TENANT = /^(?:\/partners(?:\/[1-9]\d*)+|\/resellers\/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/;

// The lineage of an event has its tenant and all above it, each in its short form.
const innermost = (tenant: string): string => {
  if (Token.isUnresolved(tenant)) return tenant;
  const short = TENANT.test(tenant) ? lineageOf(tenant).at(-1) : undefined;
  if (short === undefined) throw new Error(`${JSON.stringify(tenant)} is no tenant: write /partners/<id> or /resellers/<id>`);
  return short;
};
