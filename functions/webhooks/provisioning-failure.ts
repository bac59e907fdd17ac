import type { ControlPlaneError } from './control-plane.ts';

/** Why an endpoint could not be set up, for its owner, and whether the operator has to act. */
export interface ProvisioningFailure {
  readonly reason: string;
  readonly operator: boolean;
}

/** When to try again: the first pause, doubled with each try up to the longest; in milliseconds. */
interface Backoff {
  readonly first: number;
  readonly longest: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** For a refusal that somebody has to fix. */
export const BACKOFF_UNTIL_FIXED: Backoff = { first: MINUTE, longest: 60 * MINUTE };

/** For work in progress, or a failure that passes by itself. */
export const BACKOFF_TRANSIENT: Backoff = { first: 10 * SECOND, longest: 5 * MINUTE };

/** Returns the pause after a number of tries, in milliseconds. */
export const pauseAfter = (tries: number, { first, longest }: Backoff): number => Math.min(longest, first * 2 ** Math.max(0, tries - 1));

export const UNAUTHORIZED: ProvisioningFailure = {
  reason: 'EventBridge could not authorise the connection to the endpoint.',
  operator: true,
};

/** Errors of concurrent changes, which the next try finds done. */
const PASSING = new Set(['ConcurrentModificationException', 'ResourceAlreadyExistsException']);

/** True when a failed call only needs another try soon. */
export const isTransient = ({ outage, code }: ControlPlaneError): boolean => outage || PASSING.has(code);

/** Returns what a refused call means for the endpoint. */
export const provisioningFailureOf = ({ action, code }: ControlPlaneError): ProvisioningFailure => {
  if (code === 'LimitExceededException') return { reason: 'The quota of EventBridge for webhook endpoints is used up.', operator: true };
  if (code.startsWith('AccessDenied')) return { reason: 'The installation lacks a right to set the endpoint up.', operator: true };
  if (code === 'ValidationException' && action.endsWith('ApiDestination'))
    return { reason: 'EventBridge does not accept the URL.', operator: false };
  if (code === 'ValidationException' && action.endsWith('Connection'))
    return { reason: 'EventBridge does not accept the token.', operator: false };
  return { reason: 'EventBridge refused to set the endpoint up.', operator: true };
};
