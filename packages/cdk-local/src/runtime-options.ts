import type { IncomingMessage } from 'node:http';
import type { Routes } from './base/aws-endpoint.ts';
import type { CustomResourceReport } from './custom-resources/report.ts';
import type { DatabaseCall } from './dynamodb/gate.ts';
import type { AttemptReport } from './eventbridge/attempt-report.ts';
import type { DeliveredEvent } from './eventbridge/delivery.ts';
import type { EventMatch } from './eventbridge/dispatch.ts';
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
import type { InvocationReport } from './lambda/invocation-report.ts';
import type { Secrets } from './secrets-manager/secrets.ts';
import type { ServiceFaults } from './service-faults.ts';
import type { Email, Mailbox } from './ses/mailbox.ts';
import type { Queues } from './sqs/queues.ts';

/** The loopback addresses of a running system, and the Region and account in its ARNs. */
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

/** A deployed template, before anything of it runs. */
export interface Deployment {
  readonly functions: readonly FunctionDefinition[];
  readonly addresses: Addresses;
}

/** Returns variables that one function has in place of, or besides, those of the template. */
export type EnvironmentOverrides = (definition: FunctionDefinition, addresses: Addresses) => Readonly<Record<string, string>>;

/** A call of DynamoDB by a function. */
export interface DatabaseCallReport extends Omit<DatabaseCall, 'authorization'> {
  readonly functionName: string;
}

/** Listeners that are called while the system runs. */
export interface RuntimeListeners {
  /**
   * Called once, when every name and address is settled and before a function runs or a delivery
   * goes on.
   */
  readonly deployed?: (deployment: Deployment) => void;
  readonly request?: (entry: AccessLogEntry) => void;
  readonly delivery?: (attempt: AttemptReport) => void;
  /**
   * An event that an API destination accepted. What the listener returns is waited for by `idle`
   * and `stop`.
   */
  readonly delivered?: (delivered: DeliveredEvent) => void | Promise<void>;
  /** An event that a bus accepted, and the rules that it matched. */
  readonly event?: (event: EventEnvelope, match: EventMatch) => void;
  /** Called when an invocation of a function begins, and when it has ended. */
  readonly invocation?: (report: InvocationReport) => void;
  /** A call of DynamoDB by a function that was answered. */
  readonly databaseCall?: (call: DatabaseCallReport) => void;
  readonly email?: (email: Email) => void;
  readonly log?: (line: LogLine) => void;
  /**
   * A request that the policies of the template deny, each time; `warning` gets each denial once.
   */
  readonly denied?: (denial: Denial) => void;
  /**
   * Called once for each custom resource at each start, when it is as the template declares it, or
   * has failed. Without it, failures are warnings.
   */
  readonly customResource?: (report: CustomResourceReport) => void;
  /** A sentence about a part of the template that is not run, or about a later problem. */
  readonly warning?: (message: string) => void;
  /** The reason why the runtime cannot go on; stop it then. */
  readonly failure?: (message: string) => void;
}

/** Options of {@link startRuntime}. */
export interface RuntimeOptions {
  /** The directory of the synthesised cloud assembly. */
  readonly assembly: string;
  /** The directories of further assemblies, whose stacks run beside its own and may name them. */
  readonly besides?: readonly string[];
  /** Port of the HTTP API on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  /**
   * Keeps tables, stream positions, secrets, queues, pending deliveries and what functions made in
   * EventBridge here, for one runtime at a time; in memory without it.
   */
  readonly dataDir?: string;
  /** A running DynamoDB-compatible server to use in place of the native one. */
  readonly dynamodbEndpoint?: string;
  /**
   * Worker processes of all functions together, 64 unless given; each is a Node.js process of some
   * 50 MB. What exceeds them waits.
   */
  readonly workers?: number;
  /**
   * Lets an index show each write only after a time between half of this and this, in milliseconds;
   * at once unless given.
   */
  readonly indexLagMs?: number;
  /**
   * Multiplies backoff, Retry-After, event age, batching windows and the pauses of asynchronous
   * invocations, visibility timeouts of failed messages and schedules; 1 is real time.
   */
  readonly timeScale?: number;
  /** Overrides variables: of every function, or as a function of its definition. */
  readonly environment?: Readonly<Record<string, string>> | EnvironmentOverrides;
  /**
   * GET or POST routes of the AWS endpoint, answered as JSON or by a response of their own: what
   * functions call that is no service of AWS, such as a key set (`/keys`) or an issuer of tokens
   * (`POST /token`).
   */
  readonly routes?: Routes;
  /**
   * The value of a secret that the template does not make, by name or ARN, for dynamic references.
   */
  readonly secrets?: (name: string) => string | undefined;
  /** The values of secrets that the template does not make, by name: functions may read them. */
  readonly importedSecrets?: Readonly<Record<string, (addresses: Addresses) => string>>;
  /**
   * Answers a request in place of the HTTP API: pages of this machine that are no part of the
   * template, and in no access log.
   */
  readonly before?: (request: IncomingMessage) => Response | Promise<Response> | undefined;
  /** Applies the stage's throttling. */
  readonly throttle?: boolean;
  /** The gateway's change to `WWW-Authenticate`; none by default. */
  readonly challenge?: Challenge;
  /** Time limit of an API destination's answer, 5,000 ms unless given. */
  readonly clientTimeoutMs?: number;
  /** EventBridge's quotas; those of a new account in the Region unless given. */
  readonly quotas?: Partial<Quotas>;
  /**
   * Control-plane calls a second that EventBridge takes before it answers `ThrottlingException`; 50
   * as in AWS unless given.
   */
  readonly controlPlaneRate?: number;
  /**
   * Duration of a `PutEvents` in real milliseconds; over a network it is some tens. No delay unless
   * given.
   */
  readonly putEventsLatencyMs?: number;
  /**
   * Milliseconds until a function's change of rules and targets takes effect; at once unless given.
   */
  readonly propagationMs?: number;
  /** Makes calls of functions fail, for tests. */
  readonly faults?: BridgeFaults & ServiceFaults;
  readonly on: RuntimeListeners;
}

/** A running system. */
export interface Runtime {
  /** The address of the HTTP API. */
  readonly url: string;
  /**
   * The address of EventBridge, SQS, SES, Secrets Manager and `routes`. The access keys `local` and
   * `test` are an administrator's.
   */
  readonly awsUrl: string;
  /** The address of the database itself, which checks nobody's rights. */
  readonly dynamodbUrl: string;
  readonly functions: Functions;
  readonly queues: Queues;
  /** The e-mails that were sent. */
  readonly mailbox: Mailbox;
  readonly eventBridge: EventBridge;
  /** The grants of the template's policies; a test can withhold single ones. */
  readonly iam: Pick<Access, 'grants' | 'withhold' | 'watch'>;
  /** The secrets that the template makes. */
  readonly secrets: Secrets;
  /** The parts of the template that are not run locally, a sentence each. */
  readonly warnings: readonly string[];
  /** Stack outputs as `<stack>.<key>`. */
  readonly outputs: Readonly<Record<string, string>>;
  /**
   * Resolves when streams and queues with an event source mapping are read to their end and no
   * replay, delivery or asynchronous invocation is pending, nor what a `delivered` listener
   * returned, nor has anything of that come of another.
   */
  idle(): Promise<void>;
  /** Stops everything, in order, within two seconds. */
  stop(): Promise<void>;
}
