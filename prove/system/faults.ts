import { AwsError } from '@tenantry/cdk-local/base/aws-error';
import type { RuntimeOptions } from '@tenantry/cdk-local/runtime-options';
import { random } from '../shared/random.ts';

/** The part of calls, 0 to 1, that each fault strikes; 0 unless given. */
export interface FaultSettings {
  /** Calls of the table that are throttled. */
  readonly throttled?: number;
  /** Transactions that are refused as if another were under way. */
  readonly conflicting?: number;
  /** Calls of the table that take up to `slowMs` longer. */
  readonly slow?: number;
  readonly slowMs?: number;
  /** Calls of the table that are done while their answer is lost. */
  readonly answersLost?: number;
  /** Entries of `PutEvents` that are refused alone. */
  readonly entriesRefused?: number;
  /** Reads of secrets that fail. */
  readonly secretsUnreadable?: number;
  /** Calls of EventBridge, other than reads of secrets, that are throttled as a whole. */
  readonly bridgeThrottled?: number;
  /** Batches of a stream some of whose records come twice. */
  readonly recordsTwice?: number;
  /** Batches of a stream whose partitions come at the same time, not one after another. */
  readonly recordsApart?: number;
}

type Fault = Exclude<keyof FaultSettings, 'slowMs'>;
type Hooks = NonNullable<RuntimeOptions['faults']>;
type StreamRecords = Parameters<NonNullable<Hooks['records']>>[0];

const THROTTLED = 'The level of configured provisioned throughput for the table was exceeded.';

/** Makes the faults of a system, all of them off; the seed decides which calls they strike. */
export const openFaults = (seed: number) => {
  const chosen = random(seed);
  const counts = new Map<Fault, number>();
  let settings: FaultSettings = {};
  const strikes = (fault: Fault): boolean => {
    const isStruck = chosen.chance(settings[fault] ?? 0);
    if (isStruck) counts.set(fault, (counts.get(fault) ?? 0) + 1);
    return isStruck;
  };

  // A transaction that DynamoDB has taken is in no conflict when it is sent again with its token.
  const taken = new Set<string>();
  let isUsed = false;
  const isConflicting = ({ ClientRequestToken: token }: Transaction): boolean => {
    if (token !== undefined && taken.has(token)) return false;
    const isStruck = strikes('conflicting');
    if (!isStruck && token !== undefined && isUsed) taken.add(token);
    return isStruck;
  };

  const database: Hooks['database'] = (operation, input) => {
    if (strikes('throttled')) return new AwsError('ProvisionedThroughputExceededException', THROTTLED);
    if (operation === 'TransactWriteItems' && isConflicting(input as Transaction))
      return conflictOf(input as Transaction, (length) => chosen.below(length));
    const delayMs = strikes('slow') ? chosen.below(settings.slowMs ?? 500) : 0;
    const loseAnswer = strikes('answersLost');
    return { delayMs, loseAnswer };
  };
  const records: Hooks['records'] = (batch) => {
    const groups = strikes('recordsApart') ? byPartition(batch) : [batch];
    // One comes again after all, as of a batch that is tried again.
    return strikes('recordsTwice') ? groups.map((group) => [...group, ...group.filter(() => chosen.chance(0.5))]) : groups;
  };

  return {
    set(next: FaultSettings): void {
      settings = next;
      isUsed ||= Object.keys(next).length > 0;
    },
    /** Returns the times that each struck. */
    struck: (): Readonly<Record<string, number>> => Object.fromEntries(counts),
    hooks: {
      database,
      records,
      putEvents: () =>
        strikes('entriesRefused') ? { ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded for PutEvents.' } : undefined,
      service: (service) => {
        if (service === 'secretsmanager')
          return strikes('secretsUnreadable') ? new AwsError('InternalServiceError', 'An error occurred.', { status: 500 }) : undefined;
        return service === 'AWSEvents' && strikes('bridgeThrottled') ? new AwsError('ThrottlingException', 'Rate exceeded') : undefined;
      },
    } satisfies Hooks,
  };
};

interface Transaction {
  readonly ClientRequestToken?: string;
  readonly TransactItems: readonly unknown[];
}

/** One item of the transaction is in use by another. */
const conflictOf = ({ TransactItems: { length } }: Transaction, below: (length: number) => number): AwsError => {
  const struck = below(length);
  const reasons = Array.from({ length }, (_, at) =>
    at === struck ? { Code: 'TransactionConflict', Message: CONFLICT } : { Code: 'None' },
  );
  const codes = reasons.map(({ Code }) => Code).join(', ');
  return new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { members: { CancellationReasons: reasons } },
  );
};

const CONFLICT = 'Transaction is ongoing for the item';

/** The records of each partition key, in their order. */
const byPartition = (batch: StreamRecords): readonly StreamRecords[] => [
  ...Map.groupBy(batch, ({ dynamodb }) => JSON.stringify(dynamodb.Keys.pk)).values(),
];
