import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import { mayBegin } from '../shared/base/deadline.ts';
import { Refusal } from '../shared/contract/problems.ts';
import { type ReconcilerDeps, reconcile } from './reconciler.ts';
import type { renewalStore } from './rule-renewal.ts';

export interface ManyDeps extends Omit<ReconcilerDeps, 'log'> {
  readonly log: ReconcilerDeps['log'] & { error(message: string, facts: Record<string, unknown>): void };
  /** The most endpoints there may be. */
  readonly quota: number;
  readonly renewal: Pick<ReturnType<typeof renewalStore>, 'proceed'>;
}

// EventBridge takes 50 calls a second, and a run makes about ten of them in two seconds.
const AT_ONCE = 4;
/** So that the last to begin ends within the function's minute. */
const BEGIN_WITHIN_MS = 30_000;
/** A run takes two seconds at least, and three more are kept to give its lease back in. */
const LEAST_RUN_MS = 5000;
/** The most that one sweep takes on. */
const MOST_SWEPT = 60;

/** Reconciles the endpoints that a batch of the stream tells of; reports those that failed (`ReportBatchItemFailures`). */
export const followStream = async (records: readonly DynamoDBRecord[], deps: ManyDeps): Promise<DynamoDBBatchResponse> => {
  const failed = await reconcileFew([...new Set(records.map(idOf))], deps);
  const behind = records.filter((record) => failed.has(idOf(record)));
  return { batchItemFailures: behind.map(({ dynamodb }) => ({ itemIdentifier: dynamodb?.SequenceNumber ?? '' })) };
};

/** Reconciles what is due, whatever has become of the run that should have, and logs how much of the quota is used. */
export const sweep = async (deps: ManyDeps): Promise<void> => {
  const ids = await deps.store.due(new Date(deps.clock()).toISOString(), MOST_SWEPT);
  await reconcileFew(ids, deps);
  const endpoints = await deps.store.count();
  deps.meter.add('WebhookQuotaUsed', (100 * endpoints) / deps.quota);
  deps.log.info('quota', { endpoints, quota: deps.quota, percent: Math.floor((100 * endpoints) / deps.quota) });
  await deps.renewal.proceed(deps.clock());
};

const idOf = ({ dynamodb }: DynamoDBRecord): string => dynamodb?.Keys?.sk?.S ?? '';

/** Reconciles a few at a time for as long as there is time to begin; answers those that failed. What is not begun is left to the next sweep. */
const reconcileFew = async (ids: readonly string[], deps: ManyDeps): Promise<ReadonlySet<string>> => {
  const until = deps.clock() + BEGIN_WITHIN_MS;
  const waiting = [...ids];
  const failed = new Set<string>();
  const work = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined && deps.clock() < until && mayBegin(LEAST_RUN_MS); id = waiting.shift()) {
      try {
        await reconcile(id, deps);
      } catch (cause) {
        failed.add(id);
        // The table could not be reached, or was too busy: it passes by itself.
        if (cause instanceof Refusal) {
          deps.log.warn('reconciling put off', { webhookId: id, code: cause.code });
        } else {
          deps.meter.add('ReconcilerRefusals', 1);
          deps.log.error('reconciling failed', { webhookId: id, cause });
        }
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return failed;
};
