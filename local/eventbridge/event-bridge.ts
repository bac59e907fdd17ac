import { unknownOperation } from '../aws-error.ts';
import { apiDestinationSender } from './api-destination-sender.ts';
import { destinationActions } from './api-destinations.ts';
import { addBus, busActions } from './buses.ts';
import { connectionActions } from './connections.ts';
import type { QueueSender } from './dead-letter.ts';
import { type AttemptReport, deliveries } from './delivery.ts';
import { dispatcher, type EventMatch, type InvokeFunction } from './dispatch.ts';
import { type PutEventsFault, putEventsAction } from './put-events.ts';
import type { EventEnvelope, Registry } from './resources.ts';
import { ruleActions } from './rules.ts';
import { targetActions } from './targets.ts';
import { waits } from './waits.ts';

const CLIENT_TIMEOUT_MS = 5_000;
const AUTHORISING_MS = 250;

type EventBridgeOptions = {
  readonly region: string;
  readonly account: string;
  /** Where dead letters and events for SQS targets go. */
  readonly queues?: QueueSender;
  readonly invokeFunction?: InvokeFunction;
  /** Multiplies backoff, Retry-After, event age, rate limit and authorisation; 1 is real time. */
  readonly timeScale?: number;
  /** Time limit of an API destination's answer, 5,000 ms as in AWS unless given. */
  readonly clientTimeoutMs?: number;
  readonly faults?: { readonly putEvents?: PutEventsFault };
  readonly onEvent?: (event: EventEnvelope, match: EventMatch) => void;
  readonly onDelivery?: (attempt: AttemptReport) => void;
  /** Told, in one sentence, of every event that is lost and of everything that is not simulated. */
  readonly log?: (message: string) => void;
  /** A number from 0 up to 1, for the jitter of backoff. */
  readonly random?: () => number;
};

/** EventBridge in memory; every method but the last four is the API action of its name, with the SDK's input and output, throwing `AwsError`. */
export type EventBridge = ReturnType<typeof eventBridge>;

const emptyRegistry = ({ region, account }: EventBridgeOptions): Registry => ({
  region,
  account,
  buses: new Map(),
  connections: new Map(),
  destinations: new Map(),
});

const ignore = () => undefined;

/** Creates an EventBridge with a `default` bus and nothing else, which delivers until `stop`. */
export const eventBridge = (options: EventBridgeOptions) => {
  const { queues, invokeFunction, onEvent = ignore, onDelivery = ignore, log = ignore, random = Math.random } = options;
  const registry = emptyRegistry(options);
  addBus(registry, 'default');
  const time = waits(options.timeScale ?? 1);
  const running = deliveries({ waits: time, queues, random, onDelivery, log });
  const sender = apiDestinationSender({ registry, waits: time, clientTimeoutMs: options.clientTimeoutMs ?? CLIENT_TIMEOUT_MS });
  const { dispatch } = dispatcher({ registry, sender, deliveries: running, queues, invokeFunction, onEvent, log });

  const afterAuthorising = (done: () => void): void => {
    void time.sleep(time.scaled(AUTHORISING_MS)).then((waited) => (waited ? done() : undefined));
  };

  const actions = {
    ...busActions(registry),
    ...ruleActions(registry, log),
    ...targetActions(registry),
    ...connectionActions(registry, { afterAuthorising, onChange: sender.forget }),
    ...destinationActions(registry),
    putEvents: putEventsAction({ registry, fault: options.faults?.putEvents, publish: dispatch }),
  };

  return {
    ...actions,

    /** Serves an API action by its name, e.g. `PutEvents`, for an AWS JSON endpoint. */
    async handle(action: string, input: unknown): Promise<unknown> {
      const method = action.charAt(0).toLowerCase() + action.slice(1);
      const run = Object.hasOwn(actions, method) ? actions[method as keyof typeof actions] : undefined;
      if (run === undefined || method === action) throw unknownOperation(action);
      return run((input ?? {}) as never);
    },

    /** How many deliveries are under way or waiting for a retry. */
    pending: running.pending,

    /** Resolves when no delivery is pending. */
    idle: running.idle,

    /** Gives up every wait and request; answers how many deliveries were still pending. */
    async stop(): Promise<number> {
      const left = running.pending();
      time.cancel();
      return left;
    },
  };
};
