import { modelled } from '../aws-model/modelled.ts';
import { unknownOperation, validationError } from '../base/aws-error.ts';
import { noCollection } from '../base/journal.ts';
import { stateFile } from '../base/state-file.ts';
import { waits } from '../base/waits.ts';
import { CONNECTION_SERVICE } from '../iam/service-linked-role.ts';
import type { BridgeRights } from '../iam/service-rights.ts';
import { apiDestinationSender } from './api-destination-sender.ts';
import { destinationActions } from './api-destinations.ts';
import { archiveActions, archiveEvent } from './archives.ts';
import { addBus, busActions } from './buses.ts';
import { connectionActions } from './connections.ts';
import { controlPlane } from './control-plane.ts';
import { type DeliveredEvent, deliveries } from './delivery.ts';
import { dispatcher } from './dispatch.ts';
import type { EventBridgeOptions } from './event-bridge-options.ts';
import { LIMITS } from './limits.ts';
import { propagation } from './propagation.ts';
import { putEventsAction } from './put-events.ts';
import { quotasIn } from './quotas.ts';
import { replays } from './replays.ts';
import type { Registry, Rule } from './resources.ts';
import { restore } from './restore.ts';
import { findRule, ruleActions } from './rules.ts';
import { scheduledEvent, schedules } from './schedules.ts';
import { baselineOf, type Snapshot, takeSnapshot } from './snapshot.ts';
import { tagActions } from './tags.ts';
import { targetActions } from './targets.ts';

const CLIENT_TIMEOUT_MS = LIMITS.answerSeconds.value * 1000;
const AUTHORISING_MS = 250;

/**
 * EventBridge in memory; every member but the last nine is the API action of its name, with the
 * SDK's input and output, throwing `AwsError`.
 */
export type EventBridge = ReturnType<typeof eventBridge>;

const emptyRegistry = ({ region, account, quotas }: EventBridgeOptions): Registry => ({
  region,
  account,
  buses: new Map(),
  connections: new Map(),
  destinations: new Map(),
  archives: new Map(),
  linkedServices: new Set(),
  quotas: { ...quotasIn(region), ...quotas },
});

const ignore = () => undefined;

const ALL_RIGHTS: BridgeRights = { invokeDestination: () => true, invokeFunction: () => true, sendToQueue: () => true };

/** Creates an EventBridge with a `default` bus and nothing else, which delivers until `stop`. */
export const eventBridge = (options: EventBridgeOptions) => {
  const { queues, invokeFunction, onEvent = ignore, onDelivery = ignore, log = ignore, random = Math.random, timeScale = 1 } = options;
  const {
    clientTimeoutMs = CLIENT_TIMEOUT_MS,
    faults,
    rights = ALL_RIGHTS,
    onDelivered: onAccepted = ignore,
    kept = noCollection(),
  } = options;
  const registry = emptyRegistry(options);
  addBus(registry, 'default');
  const time = waits(timeScale);
  const onDelivered = (delivered: DeliveredEvent): void => {
    if (delivered.targetArn.includes(':api-destination/')) onAccepted(delivered);
  };
  const running = deliveries({ waits: time, queues, rights, kept, random, onDelivery, onDelivered, log });
  const sender = apiDestinationSender({ registry, waits: time, clientTimeoutMs });
  const archive: Parameters<typeof dispatcher>[0]['archive'] = (event, bus) => archiveEvent(registry, event, bus, log);
  const changes = propagation({ registry, delayMs: options.propagationMs ?? 0, now: () => performance.now() });
  const common = { registry, rulesOf: changes.rulesOf, sender, deliveries: running, queues, rights };
  const sending = dispatcher({ ...common, invokeFunction, onEvent, archive, log });
  const { dispatch, feed } = sending;
  const replaying = replays({ registry, waits: time, dispatch });
  const fire = (rule: Rule): void => feed(rule, scheduledEvent(registry, rule));
  const clocks = schedules({ registry, timeScale, fire, log });

  const afterAuthorising = (done: () => void): void => {
    void time.sleep(time.scaled(AUTHORISING_MS)).then((waited) => (waited ? done() : undefined));
  };

  const actions = modelled('events', {
    ...busActions(registry),
    ...ruleActions(registry, clocks),
    ...targetActions(registry),
    ...connectionActions(registry, { afterAuthorising, onChange: sender.forget }),
    ...destinationActions(registry),
    ...archiveActions(registry),
    ...replaying.actions,
    ...tagActions(registry),
    putEvents: putEventsAction({ registry, fault: faults?.putEvents, publish: dispatch }),
  });

  let changed: () => void = ignore;
  const guard = controlPlane({
    rate: options.controlPlaneRate,
    before: faults?.controlPlane,
    after: faults?.lostAnswer,
    changed: () => changed(),
  });

  return {
    ...actions,

    /** The part of its state on which the authorisation of calls depends. */
    accessState: {
      hasConnectionRole: (): boolean => registry.linkedServices.has(CONNECTION_SERVICE),
      connectionOf: (destination: string): string | undefined => registry.destinations.get(destination)?.connectionArn,
    },

    /** Deletes the service-linked role of connections, as the owner of an account can. */
    deleteConnectionRole: (): void => void registry.linkedServices.delete(CONNECTION_SERVICE),

    /** Serves an API action by its name, e.g. `PutEvents`, for an AWS JSON endpoint. */
    async handle(action: string, input: unknown): Promise<unknown> {
      const method = action.charAt(0).toLowerCase() + action.slice(1);
      const run = Object.hasOwn(actions, method) ? actions[method as keyof typeof actions] : undefined;
      if (run === undefined || method === action) throw unknownOperation(action);
      const call = () => changes.run(action, input ?? {}, () => run((input ?? {}) as never));
      if (method !== 'putEvents') return guard(action, call);
      // Half before and half after: a caller that dies meanwhile does not know whether the entries
      // were taken.
      const half = (options.putEventsLatencyMs ?? 0) / 2;
      if (half > 0) await time.sleep(half);
      const answer = call();
      if (half > 0) await time.sleep(half);
      return answer;
    },

    /**
     * Restores the file's snapshot, and saves later API changes there; present resources are left
     * out. Does nothing without a file.
     */
    keepIn(file: string | undefined): void {
      const kept = stateFile<Snapshot>(file);
      const baseline = baselineOf(registry);
      restore(kept.read() ?? { buses: [], connections: [], destinations: [], rules: [] }, { registry, ...actions, log });
      if (file !== undefined) changed = () => kept.save(takeSnapshot(registry, baseline));
    },

    /** Continues pending deliveries; call it once, when their targets exist. */
    resume: sending.resume,

    /** Fires a scheduled rule of the default bus at once, enabled or not. */
    fire(ruleName: string): void {
      const rule = findRule(registry, ruleName, 'default');
      if (rule.schedule === undefined) throw validationError(`Rule ${ruleName} has no schedule.`);
      fire(rule);
    },

    /** Returns the number of deliveries under way or waiting for a retry. */
    pending: running.pending,

    /** Resolves when no replay and no delivery is pending. */
    async idle(): Promise<void> {
      await replaying.idle();
      await running.idle();
    },

    /** Cancels every clock, wait and request; returns how many deliveries were still pending. */
    async stop(): Promise<number> {
      const left = running.pending();
      clocks.stop();
      time.cancel();
      return left;
    },
  };
};
