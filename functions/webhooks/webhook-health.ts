import { timeOf } from '../shared/contract/time.ts';
import { stampAfter } from '../shared/contract/versions.ts';
import type { Webhook } from './webhook.ts';

/** When an endpoint counts as healthy, and when it is suspended. */
export interface HealthPolicy {
  /** The number of dead-lettered webhooks that suspends it; 0 never suspends by number. */
  readonly suspendAfter: number;
  /** The milliseconds without a failure after which it is healthy again. */
  readonly quietMs: number;
}

/** A webhook that EventBridge dead-lettered. */
export interface Failure {
  /** RFC 3339. */
  readonly at: string;
  /** Why, in a sentence: `The endpoint answered 422.` */
  readonly reason: string;
  /** The endpoint answered 410 Gone. */
  readonly gone: boolean;
  /**
   * It was dead-lettered at once without an answer, for instance because the host name did not
   * resolve.
   */
  readonly unreached: boolean;
}

/**
 * EventBridge does not retry when it cannot reach the endpoint, so a short outage makes many of
 * these; one in this time is counted.
 */
const UNREACHED_MS = 5 * 60_000;

/**
 * Returns the endpoint with its health now. After a quiet time a failing one is healthy, because
 * EventBridge does not report successes.
 */
export const withCurrentHealth = (webhook: Webhook, at: string, { quietMs }: Pick<HealthPolicy, 'quietMs'>): Webhook => {
  if (webhook.status !== 'healthy' && webhook.status !== 'failing') return webhook;
  if (webhook.failures > 0 && !isQuiet(webhook, at, quietMs)) return { ...webhook, status: 'failing' };
  const { statusReason: _, ...healthy } = webhook;
  return { ...healthy, status: 'healthy' };
};

/**
 * Returns the endpoint with one more failure, which may suspend it. Returns the same object when it
 * was changed or resumed after the failure.
 */
export const recordFailure = (webhook: Webhook, failure: Failure, policy: HealthPolicy, now: string): Webhook => {
  if (failure.at < webhook.updatedAt) return webhook;
  const updated = withFailure(webhook, failure, policy);
  if (webhook.suspendedAt !== undefined || !webhook.enabled) return updated;
  const reason = reasonToSuspend(updated.failures, failure, policy);
  if (reason !== undefined) return suspend(updated, reason, now);
  // What the control plane has still to do, or could not do, matters more.
  if (webhook.status === 'pending' || webhook.status === 'failed') return updated;
  return { ...updated, status: 'failing', statusReason: `The last webhook was dead-lettered. ${failure.reason}` };
};

const withFailure = (webhook: Webhook, failure: Failure, { quietMs }: HealthPolicy): Webhook => {
  const failed = { ...webhook, lastFailureAt: laterOf(webhook.lastFailureAt, failure.at) };
  const isNew = isQuiet(webhook, failure.at, quietMs);
  if (!failure.unreached) return { ...failed, failures: (isNew ? 0 : webhook.failures) + 1 };
  if (!isNew && isSameOutage(webhook, failure)) return failed;
  return { ...failed, failures: (isNew ? 0 : webhook.failures) + 1, unreachedAt: failure.at };
};

const isSameOutage = ({ unreachedAt }: Webhook, { at }: Failure): boolean =>
  unreachedAt !== undefined && timeOf(at) - timeOf(unreachedAt) < UNREACHED_MS;

const reasonToSuspend = (failures: number, { reason, gone }: Failure, { suspendAfter }: HealthPolicy): string | undefined => {
  if (gone) return 'The endpoint answered 410 Gone.';
  if (suspendAfter === 0 || failures < suspendAfter) return undefined;
  return `${failures} webhooks were dead-lettered. The last one: ${reason}`;
};

const suspend = (webhook: Webhook, statusReason: string, at: string): Webhook => ({
  ...webhook,
  status: 'suspended',
  statusReason,
  suspendedAt: at,
  suspendedFor: statusReason,
  ...stampAfter(webhook, at),
});

/** True when nothing was dead-lettered for the quiet time before `at`. */
const isQuiet = ({ lastFailureAt }: Webhook, at: string, quietMs: number): boolean =>
  lastFailureAt === undefined || timeOf(at) - timeOf(lastFailureAt) >= quietMs;

// Dead letters arrive in any order.
const laterOf = (one: string | undefined, other: string): string => (one !== undefined && one > other ? one : other);
