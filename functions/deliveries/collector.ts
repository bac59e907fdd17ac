import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import type { RecordEvent } from '../shared/table/events.ts';
import { retryOnConflict } from '../shared/table/retry-on-conflict.ts';
import type { Write } from '../shared/table/transaction.ts';
import { type Tenant, webhookSuspended } from '../webhooks/events.ts';
import { countFailure } from '../webhooks/store.ts';
import type { Webhook } from '../webhooks/webhook.ts';
import { type HealthPolicy, recordFailure } from '../webhooks/webhook-health.ts';
import { type DeadLetter, type PoisonMessage, parseDeadLetter } from './dead-letter.ts';
import { deliveryOfDeadLetter, isGone, isUnreached } from './delivery.ts';
import { reasonOf } from './reason.ts';
import { AlreadyCollected, type deliveryStore } from './store.ts';

export interface CollectorDeps {
  readonly deliveries: Pick<ReturnType<typeof deliveryStore>, 'insert'>;
  /** Finds an endpoint, also one that is being removed. */
  readonly findWebhook: (id: string) => Promise<Webhook | undefined>;
  readonly tenantOf: (webhook: Webhook) => Promise<Tenant>;
  readonly record: RecordEvent;
  readonly policy: HealthPolicy & { readonly keptDays: number };
  /** Keeps a message that is no dead letter of this product. */
  readonly quarantine: (message: SQSRecord, poison: PoisonMessage) => Promise<void>;
  readonly log: Record<'info' | 'warn', (message: string, facts: Record<string, unknown>) => void>;
  readonly newId: () => string;
  readonly now: () => string;
}

/**
 * Stores a batch of dead letters as deliveries. Reports those that failed one by one
 * (`ReportBatchItemFailures`), to be delivered again.
 */
export const collect = async (messages: readonly SQSRecord[], deps: CollectorDeps): Promise<SQSBatchResponse> => {
  const failed: string[] = [];
  for (const message of messages) {
    try {
      await collectOne(message, deps);
    } catch (cause) {
      deps.log.warn('uncollected', { messageId: message.messageId, cause });
      failed.push(message.messageId);
    }
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
};

const collectOne = async (message: SQSRecord, deps: CollectorDeps): Promise<void> => {
  const deadLetter = parseDeadLetter(message);
  if ('reason' in deadLetter) {
    await deps.quarantine(message, deadLetter);
    deps.log.warn('quarantined', { messageId: message.messageId, reason: deadLetter.reason });
    return;
  }
  const result = await retryOnConflict(() => storeDelivery(deadLetter, deps));
  const { messageId, endpoint, eventId, event, errorCode, condition, retryAttempts } = deadLetter;
  deps.log.info('delivery', { result, messageId, webhookId: endpoint, eventId, event, errorCode, condition, retryAttempts });
};

/** Stores the delivery and counts it on its endpoint, both or neither. */
const storeDelivery = async (deadLetter: DeadLetter, deps: CollectorDeps): Promise<'dead-letter' | 'repeated'> => {
  const webhook = await deps.findWebhook(deadLetter.endpoint);
  const { writes, suspends } = webhook ? await consequencesOf(webhook, deadLetter, deps) : NONE;
  try {
    await deps.deliveries.insert(
      deliveryOfDeadLetter(deadLetter, { owner: webhook?.owner, keptDays: deps.policy.keptDays, place: deps.newId() }),
      deadLetter.detail,
      writes,
    );
  } catch (error) {
    if (error instanceof AlreadyCollected) return 'repeated';
    throw error;
  }
  if (suspends) deps.log.warn('suspended', { webhookId: deadLetter.endpoint });
  return 'dead-letter';
};

interface Consequences {
  readonly writes: readonly Write[];
  readonly suspends: boolean;
}

const NONE: Consequences = { writes: [], suspends: false };

const consequencesOf = async (webhook: Webhook, deadLetter: DeadLetter, deps: CollectorDeps): Promise<Consequences> => {
  const { at, errorMessage } = deadLetter;
  const failure = { at, reason: reasonOf(deadLetter), gone: isGone(errorMessage), unreached: isUnreached(deadLetter) };
  const after = webhook.deletedAt === undefined ? recordFailure(webhook, failure, deps.policy, deps.now()) : webhook;
  if (after === webhook) return NONE;
  const counted = countFailure(webhook, after);
  if (after.version === webhook.version) return { writes: counted, suspends: false };
  const change = webhookSuspended(webhook, after, await deps.tenantOf(webhook));
  return { writes: [...counted, deps.record(change, originOf(deadLetter))], suspends: true };
};

/** Nobody requested it, so the message identifies it. */
const originOf = ({ messageId }: DeadLetter) => ({ actor: 'tenantry', requestId: messageId, sourceIp: '' });
