import type { AwsError } from './base/aws-error.ts';
import type { AttemptReport, DeliveredEvent } from './eventbridge/delivery.ts';
import type { EventBridge } from './eventbridge/event-bridge.ts';
import type { BridgeFaults } from './eventbridge/event-bridge-options.ts';
import type { Quotas } from './eventbridge/quotas.ts';
import type { EventEnvelope } from './eventbridge/resources.ts';
import type { AccessLogEntry } from './http-api/gateway.ts';
import type { Challenge } from './http-api/response-parameters.ts';
import type { Access } from './iam/access.ts';
import type { Denial } from './iam/decision.ts';
import type { FunctionDefinition } from './lambda/definition.ts';
import type { Functions, LogLine } from './lambda/functions.ts';
import type { Secrets } from './secrets-manager/secrets.ts';
import type { Email, Mailbox } from './ses/mailbox.ts';
import type { Queues } from './sqs/queues.ts';

/** Where the parts of a running system answer on loopback, and the Region and account that their ARNs name. */
export interface Addresses {
  /** The HTTP API of the template. */
  readonly apiUrl: string;
  /** EventBridge, SQS, SES and Secrets Manager, and the `routes` of the options. */
  readonly awsUrl: string;
  /** The database, without the checks that functions pass through. */
  readonly dynamodbUrl: string;
  readonly region: string;
  readonly account: string;
}

/** What was made of a template, before anything of it runs. */
export interface Deployment {
  readonly functions: readonly FunctionDefinition[];
  readonly addresses: Addresses;
}

/** Returns variables that one function has in place of, or besides, those of the template. */
export type EnvironmentOverrides = (definition: FunctionDefinition, addresses: Addresses) => Readonly<Record<string, string>>;

/** What happens while the runtime runs, one call each. */
export interface RuntimeListeners {
  /** Called once, when every name and address is settled and before a function runs or a delivery goes on. */
  readonly deployed?: (deployment: Deployment) => void;
  readonly request?: (entry: AccessLogEntry) => void;
  readonly delivery?: (attempt: AttemptReport) => void;
  /** An event that an API destination accepted. What the listener returns is waited for by `idle` and `stop`. */
  readonly delivered?: (delivered: DeliveredEvent) => void | Promise<void>;
  readonly event?: (event: EventEnvelope) => void;
  readonly email?: (email: Email) => void;
  readonly log?: (line: LogLine) => void;
  /** What the policies of the template do not allow, each time somebody tries; a warning says it once. */
  readonly denied?: (denial: Denial) => void;
  /** What in the template is not run, and what goes wrong later; one sentence each. */
  readonly warning?: (message: string) => void;
  /** Why the runtime can do nothing more, in sentences; it is then to be stopped. */
  readonly failure?: (message: string) => void;
}

/** Makes calls of DynamoDB fail that are allowed: with the error that is given, if one is. */
export interface DatabaseFaults {
  readonly database?: (operation: string, input: unknown) => AwsError | undefined;
}

/** How a system is to be run. */
export interface RuntimeOptions {
  /** The directory of the synthesised cloud assembly. */
  readonly assembly: string;
  /** Port of the HTTP API on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  /** Keeps tables, stream positions, secrets, queues, pending deliveries and what functions made in EventBridge here, for one runtime at a time; in memory without it. */
  readonly dataDir?: string;
  /** A running DynamoDB-compatible server to use in place of the native one. */
  readonly dynamodbEndpoint?: string;
  /** Worker processes of all functions together, 64 unless given; each is a Node.js process of some 50 MB. What exceeds them waits. */
  readonly workers?: number;
  /** Lets an index show each write only after a time between half of this and this, in milliseconds; at once unless given. */
  readonly indexLagMs?: number;
  /** Multiplies backoff, Retry-After, event age, batching windows and the pauses of asynchronous invocations, visibility timeouts of failed messages and schedules; 1 is real time. */
  readonly timeScale?: number;
  /** Overrides variables: of every function, or as a function of its definition. */
  readonly environment?: Readonly<Record<string, string>> | EnvironmentOverrides;
  /** GET routes of the AWS endpoint, answered as JSON: what functions call that is no service of AWS, such as a key set. */
  readonly routes?: Readonly<Record<`/${string}`, () => unknown>>;
  /** The value of a secret that the template does not make, by name or ARN, for dynamic references. */
  readonly secrets?: (name: string) => string | undefined;
  /** Applies the stage's throttling. */
  readonly throttle?: boolean;
  /** How the gateway answers `WWW-Authenticate`: as it is unless given. */
  readonly challenge?: Challenge;
  /** Time limit of an API destination's answer, 5,000 ms unless given. */
  readonly clientTimeoutMs?: number;
  /** EventBridge's quotas; those of a new account in the Region unless given. */
  readonly quotas?: Partial<Quotas>;
  /** Control-plane calls a second that EventBridge takes before it answers `ThrottlingException`; 50 as in AWS unless given. */
  readonly controlPlaneRate?: number;
  /** How long a `PutEvents` takes, in real milliseconds; no longer than its work unless given. Over a network it is some tens. */
  readonly putEventsLatencyMs?: number;
  /** How long what functions change of rules and targets takes to take effect, in milliseconds; at once unless given. */
  readonly propagationMs?: number;
  /** Makes calls of functions fail, for tests. */
  readonly faults?: BridgeFaults & DatabaseFaults;
  readonly on: RuntimeListeners;
}

/** A running system. */
export interface Runtime {
  /** Where the HTTP API answers. */
  readonly url: string;
  /** Where EventBridge, SQS, SES, Secrets Manager and the routes of the options answer, whoever signs with the access key `local` or `test` as an administrator. */
  readonly awsUrl: string;
  /** Where the database itself answers everybody. */
  readonly dynamodbUrl: string;
  readonly functions: Functions;
  readonly queues: Queues;
  /** The e-mails that were sent. */
  readonly mailbox: Mailbox;
  readonly eventBridge: EventBridge;
  /** What the policies of the template allow, of which single grants can be withheld. */
  readonly iam: Pick<Access, 'grants' | 'withhold' | 'watch'>;
  /** The secrets that the template makes. */
  readonly secrets: Secrets;
  /** What in the template is not run locally. */
  readonly warnings: readonly string[];
  /** Stack outputs as `<stack>.<key>`. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Resolves when streams and queues with an event source mapping are read to their end and no replay, delivery or asynchronous invocation is pending, nor what a `delivered` listener returned, nor has anything of that come of another. */
  idle(): Promise<void>;
  /** Stops everything, in order, within two seconds. */
  stop(): Promise<void>;
}
