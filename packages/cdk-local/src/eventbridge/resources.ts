import type {
  ConnectionAuthorizationType,
  ConnectionState,
  CreateConnectionAuthRequestParameters,
  Target,
} from '@aws-sdk/client-eventbridge';
import type { EventTest } from '@tenantry/event-pattern/pattern';
import type { Quotas } from './quotas.ts';

/**
 * An event as every target receives it; `time` is RFC 3339 in whole seconds. Source: "Event
 * structure", EventBridge user guide.
 */
export type EventEnvelope = {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
  /** The name of the replay that an event came from. */
  readonly 'replay-name'?: string;
};

/** A rule with its compiled pattern and its targets by id. */
export type Rule = {
  readonly name: string;
  readonly busName: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly roleArn: string | undefined;
  readonly pattern: string | undefined;
  readonly schedule: string | undefined;
  readonly state: 'ENABLED' | 'DISABLED';
  readonly matches: EventTest;
  readonly targets: Map<string, Target>;
  readonly tags: Map<string, string>;
};

/** An event bus and its rules by name. */
export type EventBus = { readonly name: string; readonly arn: string; readonly createdAt: Date; readonly rules: Map<string, Rule> };

/** A connection with its secrets; only delivery reads `parameters`. */
export type Connection = {
  readonly name: string;
  readonly arn: string;
  readonly secretArn: string;
  readonly description: string | undefined;
  readonly state: ConnectionState;
  readonly type: ConnectionAuthorizationType;
  readonly parameters: CreateConnectionAuthRequestParameters;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
  readonly authorizedAt: Date | undefined;
};

/** An API destination; `rate` is in invocations a second. */
export type ApiDestination = {
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly connectionArn: string;
  readonly endpoint: string;
  readonly method: string;
  readonly rate: number;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
};

/** An event as it was archived; `at` is when, in milliseconds since the epoch. */
export type ArchivedEvent = { readonly at: number; readonly bytes: number; readonly event: EventEnvelope };

/**
 * An archive of a bus with its events, oldest first; `retentionDays` 0 keeps them without limit.
 */
export type Archive = {
  readonly name: string;
  readonly arn: string;
  readonly busArn: string;
  readonly description: string | undefined;
  readonly pattern: string | undefined;
  readonly matches: EventTest;
  readonly retentionDays: number;
  readonly createdAt: Date;
  readonly events: ArchivedEvent[];
};

/** Everything the control plane holds, by name, for one account and Region. */
export type Registry = {
  readonly region: string;
  readonly account: string;
  readonly buses: Map<string, EventBus>;
  readonly connections: Map<string, Connection>;
  readonly destinations: Map<string, ApiDestination>;
  readonly archives: Map<string, Archive>;
  /** Services that have a role in the account, without which they could not act for it. */
  readonly linkedServices: Set<string>;
  readonly quotas: Quotas;
};

/** The last part of a bus's or rule's ARN, or the name itself where a name was given. */
export const nameOf = (nameOrArn: string): string => nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);

/**
 * The ARN of an EventBridge resource, e.g. `rule/<bus>/<name>`, in the registry's account and
 * Region.
 */
export const arnOf = ({ region, account }: Pick<Registry, 'region' | 'account'>, resource: string): string =>
  `arn:aws:events:${region}:${account}:${resource}`;
