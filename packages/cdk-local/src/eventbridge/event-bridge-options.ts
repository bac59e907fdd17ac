import type { Collection } from '../base/journal.ts';
import type { BridgeRights } from '../iam/service-rights.ts';
import type { ControlPlaneFault } from './control-plane.ts';
import type { QueueSender } from './dead-letter.ts';
import type { AttemptReport, DeliveredEvent, KeptDelivery } from './delivery.ts';
import type { EventMatch, InvokeFunction } from './dispatch.ts';
import type { PutEventsFault } from './put-events.ts';
import type { Quotas } from './quotas.ts';
import type { EventEnvelope } from './resources.ts';

/** Makes calls fail, for tests. */
export type BridgeFaults = {
  readonly putEvents?: PutEventsFault;
  /** Asked before every control-plane call over the API; what the template makes does not count. */
  readonly controlPlane?: ControlPlaneFault;
  /** Asked when such a call has had its effect, instead of its answer. */
  readonly lostAnswer?: ControlPlaneFault;
};

/** How an EventBridge is to run. */
export type EventBridgeOptions = {
  readonly region: string;
  readonly account: string;
  /** Where dead letters and events for SQS targets go. */
  readonly queues?: QueueSender;
  readonly invokeFunction?: InvokeFunction;
  /** Keeps deliveries that are not over, until `resume` of a later start; nothing unless given. */
  readonly kept?: Collection<KeptDelivery>;
  /** What it may do for rules; everything unless given. */
  readonly rights?: BridgeRights;
  /** Multiplies backoff, Retry-After, event age, rate limit, authorisation and schedules; 1 is real time. */
  readonly timeScale?: number;
  /** Time limit of an API destination's answer, 5,000 ms as in AWS unless given. */
  readonly clientTimeoutMs?: number;
  /** Those of a new account in the Region unless given. */
  readonly quotas?: Partial<Quotas>;
  /** Control-plane calls a second over the API before they are throttled; AWS takes 50, unlimited unless given. */
  readonly controlPlaneRate?: number;
  /** How long a `PutEvents` over the API takes, in real milliseconds; no longer than its work unless given. Over a network it is some tens. */
  readonly putEventsLatencyMs?: number;
  /** How long what the API changes of rules and targets takes to take effect, in milliseconds of real time; at once unless given. */
  readonly propagationMs?: number;
  readonly faults?: BridgeFaults;
  readonly onEvent?: (event: EventEnvelope, match: EventMatch) => void;
  readonly onDelivery?: (attempt: AttemptReport) => void;
  /** Called for every event that an API destination accepted. */
  readonly onDelivered?: (delivered: DeliveredEvent) => void;
  /** Told, in one sentence, of every event that is lost and of everything that is not simulated. */
  readonly log?: (message: string) => void;
  /** A number from 0 up to 1, for the jitter of backoff. */
  readonly random?: () => number;
};
