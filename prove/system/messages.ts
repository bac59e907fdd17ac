import type { TokenRequest } from '../../local/keys.ts';
import type { TenantryOptions } from '../../local/tenantry-runtime.ts';
import type { FaultSettings } from './faults.ts';

/** The files of what a system saw, one JSON value a line. */
export const RECORD_KINDS = [
  ...(['requests', 'deliveries', 'events', 'logs', 'emails', 'denials', 'warnings', 'failures'] as const),
  /** Those that failed. */
  'invocations',
] as const;

export type RecordKind = (typeof RECORD_KINDS)[number];

/** The options of a runtime that can be sent to another process. */
export interface SystemSettings
  extends Pick<TenantryOptions, 'assembly' | 'port' | 'dataDir' | 'timeScale' | 'clientTimeoutMs' | 'environment' | 'quotas' | 'workers'> {
  /** The folder for what is written down, and for the signing key. */
  readonly folder: string;
  readonly seed: number;
  /** Counts the starts of the system, from 1. */
  readonly start: number;
}

/** An order to a system, besides the one to stop. */
export type SystemOrder =
  | { readonly kind: 'faults'; readonly settings: FaultSettings }
  | { readonly kind: 'token'; readonly claims: TokenRequest }
  | { readonly kind: 'idle' | 'figures' | 'collect-garbage' };

/** The message of a system when it has started. */
export interface SystemStarted {
  readonly url: string;
  readonly awsUrl: string;
  readonly dynamodbUrl: string;
  readonly outputs: Readonly<Record<string, string>>;
}
