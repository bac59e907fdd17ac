import { LIMITS } from '@tenantry/cdk-local/eventbridge/limits';
import type { ServiceLimits } from './limit.ts';

const USED_UP = 'The endpoint is `failed`: "The quota of EventBridge for webhook endpoints is used up." It is retried within the hour.';
const COUNTED = '`tenantry doctor` counts them';

/** The limits of EventBridge. */
export const EVENTBRIDGE = {
  rulesPerBus: {
    ...LIMITS.rulesPerBus,
    enforced: `packages/cdk-local/src/eventbridge/rules.ts refuses \`PutRule\`; ${COUNTED}`,
    seen: USED_UP,
  },
  wildcardRulesPerBus: {
    ...LIMITS.wildcardRulesPerBus,
    enforced: `no rule that stays has wildcards (functions/webhooks/rule-pattern.ts); packages/cdk-local/src/eventbridge/rules.ts refuses \`PutRule\`; ${COUNTED}`,
    seen: 'A replay to an endpoint of a partner is refused, unless with `--lineage-only`.',
  },
  targetsPerRule: {
    ...LIMITS.targetsPerRule,
    enforced: 'every rule has one target; packages/cdk-local/src/eventbridge/targets.ts refuses `PutTargets`',
    seen: 'Nothing: it is not reached.',
  },
  patternCharacters: {
    ...LIMITS.patternCharacters,
    enforced: 'a pattern with all subscriptions has under 900; packages/cdk-local/src/eventbridge/rules.ts refuses `PutRule`',
    seen: 'Nothing: it is not reached.',
  },
  connections: {
    ...LIMITS.connections,
    enforced: `packages/cdk-local/src/eventbridge/connections.ts refuses \`CreateConnection\`; ${COUNTED}`,
    seen: 'As for the number of rules.',
  },
  destinations: {
    ...LIMITS.destinations,
    enforced: `packages/cdk-local/src/eventbridge/api-destinations.ts refuses \`CreateApiDestination\`; ${COUNTED}`,
    seen: 'As for the number of rules.',
  },
  invocationsPerDestination: {
    ...LIMITS.invocationsPerDestination,
    enforced: 'packages/cdk-local/src/eventbridge/api-destination-sender.ts delays what exceeds it',
    seen: 'Webhooks come later; after 24 hours they are dead letters.',
  },
  controlPlaneRate: {
    ...LIMITS.controlPlaneRate,
    enforced:
      'functions/webhooks/reconcile-many.ts sets up few endpoints at once; packages/cdk-local/src/eventbridge/control-plane.ts throttles',
    seen: 'Endpoints stay `pending` for longer: the reconciler retries after seconds.',
  },
  putEventsEntries: {
    ...LIMITS.putEventsEntries,
    enforced: 'functions/events/shared-calls.ts fills as many; packages/cdk-local/src/eventbridge/put-events.ts refuses more',
    seen: 'Nothing: it is not reached.',
  },
  putEventsBytes: {
    ...LIMITS.putEventsBytes,
    enforced: 'functions/events/shared-calls.ts fills half of it; packages/cdk-local/src/eventbridge/put-events.ts refuses more',
    seen: 'Never: a body has at most 256 KiB, and an event holds it at most twice.',
  },
  putEventsRate: {
    ...LIMITS.putEventsRate,
    enforced: 'functions/events/shared-calls.ts makes ten calls at once for a shard; publisher.ts retries what is throttled; not emulated',
    seen: 'Events come later; [an alarm](runbook.md#publisher-lag) rings.',
  },
  answerSeconds: {
    ...LIMITS.answerSeconds,
    enforced: 'packages/cdk-local/src/eventbridge/event-bridge.ts ends the request',
    seen: 'The webhook is retried, and in the end a dead letter with `TIMEOUT`.',
  },
  retryAttempts: {
    ...LIMITS.retryAttempts,
    enforced: 'functions/events/contract-delivery.ts asks for the most; packages/cdk-local/src/eventbridge/targets.ts refuses more',
    seen: 'The webhook is a dead letter, in the delivery log.',
  },
  headerCharacters: {
    ...LIMITS.headerCharacters,
    enforced: 'the headers of a webhook have under 220; packages/cdk-local/src/eventbridge/http-parameters.ts',
    seen: 'Nothing: it is not reached.',
  },
  ruleEffect: {
    ...LIMITS.ruleEffect,
    enforced:
      'functions/webhooks/reconciler.ts keeps an endpoint `pending` for `webhookSettleSeconds`; packages/cdk-local/src/eventbridge/propagation.ts delays, 0.5 s in `npm start`',
    seen: 'Tests and redeliveries are 409 `webhook-not-receiving`; events follow the old or the new state.',
  },
  unresolvedName: {
    ...LIMITS.unresolvedName,
    enforced:
      'packages/cdk-local/src/eventbridge/api-destination-sender.ts; functions/webhooks/webhook-health.ts counts one in five minutes',
    seen: 'The webhook is a dead letter at once, locally with `CONNECTION_FAILURE`; AWS documents no code.',
  },
  archiveDelayMinutes: {
    ...LIMITS.archiveDelayMinutes,
    enforced: 'cli/replay/run.ts; not emulated',
    seen: '`replay` warns that events of the last ten minutes may be missing.',
  },
} as const satisfies ServiceLimits;
