import type {
  ConnectionAuthorizationType,
  ConnectionState,
  CreateConnectionAuthRequestParameters,
  Target,
} from '@aws-sdk/client-eventbridge';

/** An event as every target receives it; `time` is RFC 3339 in whole seconds. Source: "Event structure", EventBridge user guide. */
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
  readonly matches: (event: unknown) => boolean;
  readonly targets: Map<string, Target>;
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

/** Everything the control plane holds, by name, for one account and Region. */
export type Registry = {
  readonly region: string;
  readonly account: string;
  readonly buses: Map<string, EventBus>;
  readonly connections: Map<string, Connection>;
  readonly destinations: Map<string, ApiDestination>;
};

/** The last part of a bus's or rule's ARN, or the name itself where a name was given. */
export const nameOf = (nameOrArn: string): string => nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);

/** The ARN of an EventBridge resource, e.g. `rule/<bus>/<name>`, in the registry's account and Region. */
export const arnOf = ({ region, account }: Pick<Registry, 'region' | 'account'>, resource: string): string =>
  `arn:aws:events:${region}:${account}:${resource}`;
