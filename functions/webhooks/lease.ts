import type { Token } from './control-plane.ts';
import type { Pairs } from './pairs.ts';
import type { Webhook } from './webhook.ts';

/** One run's lease of an endpoint; times are RFC 3339. */
export interface Lease {
  readonly id: string;
  readonly holder: string;
  readonly now: string;
  /** An endpoint whose next try is due by then may be claimed. */
  readonly due: string;
  readonly ends: string;
}

/** The stored work for the holder of a lease. */
export interface Task {
  readonly id: string;
  /** The version of the change to reconcile and when it was requested. */
  readonly version: number;
  readonly since: string;
  /** The number of claims since the last change. */
  readonly tries: number;
  /** The version that EventBridge already has, and when it takes effect; RFC 3339. */
  readonly settles?: { readonly version: number; readonly at: string };
  /** The endpoint, also one that is being removed. */
  readonly webhook: Webhook | undefined;
  readonly pairs: Pairs;
  readonly readToken: () => Promise<Token>;
}
