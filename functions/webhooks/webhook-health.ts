import { timeOf } from '../shared/contract/time.ts';
import type { Webhook } from './webhook.ts';

/** When an endpoint counts as well, and when it is suspended. */
export interface HealthPolicy {
  /** How many webhooks may be given up before it is suspended; 0 suspends none by number. */
  readonly suspendAfter: number;
  /** After how many milliseconds without one it is well again. */
  readonly quietMs: number;
}

/** A webhook that EventBridge gave up. */
export interface Failure {
  /** RFC 3339. */
  readonly at: string;
  readonly errorCode: string;
  /** The endpoint answered 410: it wants no more. */
  readonly gone: boolean;
  /** It was dead-lettered at once without an answer, for instance because the address did not resolve. */
  readonly unreached: boolean;
}

/** EventBridge does not retry what does not reach the endpoint, so many of these are one slip: one in this time is counted. */
const UNREACHED_MS = 5 * 60_000;

/** The endpoint as it is shown: one that failed is well again after a quiet time, since EventBridge tells nobody of successes. */
export const withCurrentHealth = (webhook: Webhook, at: string, { quietMs }: Pick<HealthPolicy, 'quietMs'>): Webhook => {
  if (webhook.status !== 'healthy' && webhook.status !== 'failing') return webhook;
  if (webhook.failures > 0 && !isQuiet(webhook, at, quietMs)) return { ...webhook, status: 'failing' };
  const { statusReason: _, ...well } = webhook;
  return { ...well, status: 'healthy' };
};

/** The endpoint with one more failure, which may suspend it; or the very same, when it was changed or resumed since the failure. */
export const recordFailure = (webhook: Webhook, failure: Failure, policy: HealthPolicy, now: string): Webhook => {
  if (failure.at < webhook.updatedAt) return webhook;
  const counted = withFailure(webhook, failure, policy);
  if (webhook.suspendedAt !== undefined || !webhook.enabled) return counted;
  const reason = reasonToSuspend(counted.failures, failure, policy);
  if (reason !== undefined) return suspended(counted, reason, now);
  // What the control plane has still to do, or could not do, matters more.
  if (webhook.status === 'pending' || webhook.status === 'failed') return counted;
  return { ...counted, status: 'failing', statusReason: `The last webhook was given up: ${failure.errorCode}.` };
};

const withFailure = (webhook: Webhook, failure: Failure, { quietMs }: HealthPolicy): Webhook => {
  const failed = { ...webhook, lastFailureAt: later(webhook.lastFailureAt, failure.at) };
  const isNew = isQuiet(webhook, failure.at, quietMs);
  if (!failure.unreached) return { ...failed, failures: (isNew ? 0 : webhook.failures) + 1 };
  if (!isNew && isSameSlip(webhook, failure)) return failed;
  return { ...failed, failures: (isNew ? 0 : webhook.failures) + 1, unreachedAt: failure.at };
};

const isSameSlip = ({ unreachedAt }: Webhook, { at }: Failure): boolean =>
  unreachedAt !== undefined && timeOf(at) - timeOf(unreachedAt) < UNREACHED_MS;

const reasonToSuspend = (failures: number, { errorCode, gone }: Failure, { suspendAfter }: HealthPolicy): string | undefined => {
  if (gone) return 'The endpoint answered 410 Gone.';
  if (suspendAfter === 0 || failures < suspendAfter) return undefined;
  return `${failures} webhooks were given up, the last one: ${errorCode}.`;
};

const suspended = (webhook: Webhook, statusReason: string, at: string): Webhook => ({
  ...webhook,
  status: 'suspended',
  statusReason,
  suspendedAt: at,
  suspendedFor: statusReason,
  version: webhook.version + 1,
  updatedAt: at,
});

/** True when nothing was given up for the quiet time before `at`. */
const isQuiet = ({ lastFailureAt }: Webhook, at: string, quietMs: number): boolean =>
  lastFailureAt === undefined || timeOf(at) - timeOf(lastFailureAt) >= quietMs;

// Dead letters come in no order.
const later = (one: string | undefined, other: string): string => (one !== undefined && one > other ? one : other);
