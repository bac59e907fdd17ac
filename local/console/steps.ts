import type { AttemptReport } from '@tenantry/cdk-local/eventbridge/attempt-report';
import type { Denial } from '@tenantry/cdk-local/iam/decision';

/** Facts by which steps are joined and filtered. */
interface Joined {
  /** RFC 3339 UTC. */
  readonly at: string;
  /** The request that a step comes from. */
  readonly requestId?: string;
  /** The id of the event, which a webhook has as `Webhook-Id`. */
  readonly eventId?: string;
  /** The name of the event. */
  readonly event?: string;
  /** `/partners/1/9` or `/resellers/<id>`. */
  readonly tenant?: string;
}

/** A message over HTTP, without secrets. */
export interface HttpMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request to the API and its answer. */
export interface RequestStep extends Joined {
  readonly kind: 'request';
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly status: number;
  readonly ms: number;
  readonly functionName?: string;
  readonly request?: HttpMessage;
  readonly answer?: HttpMessage;
  /** The error of a function that did not answer. */
  readonly error?: string;
  /** The permission that the caller lacks. */
  readonly missing?: string;
}

/** One write of a transaction; `failed` is the reason why DynamoDB cancelled it. */
export interface WriteFacts {
  readonly action: string;
  readonly key: string;
  readonly condition?: string;
  readonly update?: string;
  readonly item?: unknown;
  readonly failed?: string;
}

/** Writes of a function to the table, committed or not. */
export interface WriteStep extends Joined {
  readonly kind: 'transaction';
  readonly functionName: string;
  readonly operation: string;
  readonly outcome: 'committed' | 'refused' | 'failed';
  readonly ms: number;
  readonly writes: readonly WriteFacts[];
  /** The events that it records. */
  readonly eventIds: readonly string[];
  readonly error?: string;
}

/** An event that a function read from the stream of the table. */
export interface StreamStep extends Joined {
  readonly kind: 'stream';
  readonly functionName: string;
  /** The number of records in the batch. */
  readonly batch: number;
}

/** An event on the bus. */
export interface BusStep extends Joined {
  readonly kind: 'bus';
  readonly bus: string;
  readonly rules: readonly string[];
}

/** One attempt to deliver an event to a target of a rule. */
export interface DeliveryStep extends Joined, Omit<AttemptReport, 'eventId' | 'detailType' | 'exchange'> {
  readonly kind: 'delivery';
  readonly request?: HttpMessage & { readonly method: string; readonly url: string };
  readonly answer?: HttpMessage;
}

/** An e-mail that was captured; its links are masked. */
export interface EmailStep extends Joined {
  readonly kind: 'email';
  readonly messageId: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/** An invocation of a function that failed and was no request of the API. */
export interface FailureStep extends Joined {
  readonly kind: 'failure';
  readonly functionName: string;
  readonly ms: number;
  readonly error: string;
}

/** A call of AWS that the policies of the template do not allow. */
export type DeniedStep = Joined & Pick<Denial, 'principal' | 'action' | 'resource' | 'message'> & { readonly kind: 'denied' };

/** Something that happened in the runtime. */
export type Step = RequestStep | WriteStep | StreamStep | BusStep | DeliveryStep | EmailStep | FailureStep | DeniedStep;
