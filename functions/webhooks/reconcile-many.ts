import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import { mayBegin } from '../shared/base/deadline.ts';
import { Refusal } from '../shared/contract/problems.ts';
import { type ReconcilerDeps, reconcile } from './reconciler.ts';
import type { renewalStore } from './rule-renewal.ts';

export interface ManyDeps extends Omit<ReconcilerDeps, 'log'> {
  readonly log: ReconcilerDeps['log'] & { error(message: string, facts: Record<string, unknown>): void };
  /** The largest number of endpoints. */
  readonly quota: number;
  readonly renewal: Pick<ReturnType<typeof renewalStore>, 'proceed'>;
}

// EventBridge accepts 50 calls a second, and a run makes about ten of them in two seconds.
const AT_ONCE = 4;
/** Lets the last run to begin end within the function's minute. */
const BEGIN_WITHIN_MS = 30_000;
/** A run takes at least two seconds, and three more are reserved to release its lease. */
const MIN_RUN_MS = 5000;
/** The largest number of endpoints of one sweep. */
const MAX_SWEPT = 60;

/**
 * Reconciles the endpoints of a batch of stream records; reports those that failed
 * (`ReportBatchItemFailures`).
 */
export const followStream = async (records: readonly DynamoDBRecord[], deps: ManyDeps): Promise<DynamoDBBatchResponse> => {
  const failed = await reconcileFew([...new Set(records.map(idOf))], deps);
  const behind = records.filter((record) => failed.has(idOf(record)));
  return { batchItemFailures: behind.map(({ dynamodb }) => ({ itemIdentifier: dynamodb?.SequenceNumber ?? '' })) };
};

/**
 * Reconciles the endpoints that are due, whatever happened to the run responsible, and logs how
 * much of the quota is used.
 */
export const sweep = async (deps: ManyDeps): Promise<void> => {
  const ids = await deps.store.due(new Date(deps.clock()).toISOString(), MAX_SWEPT);
  await reconcileFew(ids, deps);
  const endpoints = await deps.store.count();
  deps.meter.add('WebhookQuotaUsed', (100 * endpoints) / deps.quota);
  deps.log.info('quota', { endpoints, quota: deps.quota, percent: Math.floor((100 * endpoints) / deps.quota) });
  await deps.renewal.proceed(deps.clock());
};

const idOf = ({ dynamodb }: DynamoDBRecord): string => dynamodb?.Keys?.sk?.S ?? '';

/**
 * Reconciles a few endpoints at a time while there is time to begin, and returns those that failed.
 * The next sweep takes those that were not begun.
 */
const reconcileFew = async (ids: readonly string[], deps: ManyDeps): Promise<ReadonlySet<string>> => {
  const until = deps.clock() + BEGIN_WITHIN_MS;
  const waiting = [...ids];
  const failed = new Set<string>();
  const work = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined && deps.clock() < until && mayBegin(MIN_RUN_MS); id = waiting.shift()) {
      try {
        await reconcile(id, deps);
      } catch (cause) {
        failed.add(id);
        // The table was unreachable or too busy, which passes by itself.
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
