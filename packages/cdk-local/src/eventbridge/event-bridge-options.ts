import type { Collection } from '../base/journal.ts';
import type { BridgeRights } from '../iam/service-rights.ts';
import type { AttemptReport } from './attempt-report.ts';
import type { ControlPlaneFault } from './control-plane.ts';
import type { QueueSender } from './dead-letter.ts';
import type { DeliveredEvent, PendingDelivery } from './delivery.ts';
import type { EventMatch, InvokeFunction } from './dispatch.ts';
import type { PutEventsFault } from './put-events.ts';
import type { Quotas } from './quotas.ts';
import type { EventEnvelope } from './resources.ts';

/** Makes calls fail, for tests. */
export type BridgeFaults = {
  readonly putEvents?: PutEventsFault;
  /**
   * Called before every control-plane call over the API; the deployment of the template does not
   * count.
   */
  readonly controlPlane?: ControlPlaneFault;
  /** Called after such a call has had its effect; an error replaces its answer. */
  readonly lostAnswer?: ControlPlaneFault;
};

/** Options of {@link eventBridge}. */
export type EventBridgeOptions = {
  readonly region: string;
  readonly account: string;
  /** The queues for dead letters and SQS targets. */
  readonly queues?: QueueSender;
  readonly invokeFunction?: InvokeFunction;
  /** Stores pending deliveries, for `resume` of a later start; nothing unless given. */
  readonly kept?: Collection<PendingDelivery>;
  /** Its rights for rules; everything is allowed unless given. */
  readonly rights?: BridgeRights;
  /**
   * Multiplies backoff, Retry-After, event age, rate limit, authorisation and schedules; 1 is real
   * time.
   */
  readonly timeScale?: number;
  /** Time limit of an API destination's answer, 5,000 ms as in AWS unless given. */
  readonly clientTimeoutMs?: number;
  /** Those of a new account in the Region unless given. */
  readonly quotas?: Partial<Quotas>;
  /**
   * Control-plane calls a second over the API before they are throttled; AWS takes 50, unlimited
   * unless given.
   */
  readonly controlPlaneRate?: number;
  /** Duration of a `PutEvents` over the API in real milliseconds; no delay unless given. */
  readonly putEventsLatencyMs?: number;
  /**
   * Real milliseconds until an API change of rules and targets takes effect; at once unless given.
   */
  readonly propagationMs?: number;
  readonly faults?: BridgeFaults;
  readonly onEvent?: (event: EventEnvelope, match: EventMatch) => void;
  readonly onDelivery?: (attempt: AttemptReport) => void;
  /** Called for every event that an API destination accepted. */
  readonly onDelivered?: (delivered: DeliveredEvent) => void;
  /** Called with a sentence about every lost event and everything that is not simulated. */
  readonly log?: (message: string) => void;
  /** A number from 0 up to 1, for the jitter of backoff. */
  readonly random?: () => number;
};
