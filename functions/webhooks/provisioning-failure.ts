import type { ControlPlaneError } from './control-plane.ts';

/** Why an endpoint could not be set up, as its owner may read it, and whether the operator has to do something about it. */
export interface ProvisioningFailure {
  readonly reason: string;
  readonly operator: boolean;
}

/** When to try again: the first pause, doubled with each try up to the longest; in milliseconds. */
interface Patience {
  readonly first: number;
  readonly longest: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** For what is refused and has to be mended. */
export const BACKOFF_UNTIL_FIXED: Patience = { first: MINUTE, longest: 60 * MINUTE };

/** For what is on its way, or will pass by itself. */
export const BACKOFF_TRANSIENT: Patience = { first: 10 * SECOND, longest: 5 * MINUTE };

/** How long to wait, in milliseconds, after so many tries. */
export const pauseAfter = (tries: number, { first, longest }: Patience): number => Math.min(longest, first * 2 ** Math.max(0, tries - 1));

export const UNAUTHORIZED: ProvisioningFailure = {
  reason: 'EventBridge could not authorise the connection to the endpoint.',
  operator: true,
};

/** What others are doing at the same time, which the next try finds done. */
const PASSING = new Set(['ConcurrentModificationException', 'ResourceAlreadyExistsException']);

/** Whether a failed call is worth no more than another try soon. */
export const isTransient = ({ outage, code }: ControlPlaneError): boolean => outage || PASSING.has(code);

/** What a refused call means for the endpoint. */
export const provisioningFailureOf = ({ action, code }: ControlPlaneError): ProvisioningFailure => {
  if (code === 'LimitExceededException') return { reason: 'The quota of EventBridge for webhook endpoints is used up.', operator: true };
  if (code.startsWith('AccessDenied')) return { reason: 'The installation lacks a right to set the endpoint up.', operator: true };
  if (code === 'ValidationException' && action.endsWith('ApiDestination'))
    return { reason: 'EventBridge does not accept the URL.', operator: false };
  if (code === 'ValidationException' && action.endsWith('Connection'))
    return { reason: 'EventBridge does not accept the token.', operator: false };
  return { reason: 'EventBridge refused to set the endpoint up.', operator: true };
};
