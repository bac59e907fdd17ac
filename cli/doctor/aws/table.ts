import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { TABLE } from '../../../functions/shared/table/partitions.ts';
import { type Finding, fail, joinFirst, ok, warn } from '../finding.ts';

/** The advice that gives a table back the settings it lacks, and the document that says more. */
type Repair = readonly [todo: string, see?: string];

/**
 * Returns the advice for a table: that of the stack, or one that was restored, whose settings no
 * deployment changes.
 */
export const repairOf = (TableName: string, ofStack: readonly { readonly physicalId: string }[]): Repair =>
  ofStack.some(({ physicalId }) => physicalId === TableName)
    ? ['Deploy the Data stack again.']
    : ['Set it on the restored table.', 'docs/deploy.md#restore-into-a-new-table'];

/** Checks that the table and its indexes are active and that its stream is enabled. */
export const checkTable = async (client: DynamoDBClient, TableName: string, repair: Repair): Promise<Finding> => {
  const { Table = {} } = await client.send(new DescribeTableCommand({ TableName }));
  const indexes = new Map((Table.GlobalSecondaryIndexes ?? []).map(({ IndexName, IndexStatus }) => [IndexName, IndexStatus]));
  const late = TABLE.indexes.filter(({ name }) => !indexes.has(name) || (indexes.get(name) ?? 'ACTIVE') !== 'ACTIVE');
  if (Table.TableStatus !== 'ACTIVE') return fail(`the table is ${Table.TableStatus}`, 'Wait until it is ACTIVE; look at its events.');
  if (late.length > 0)
    return fail(`not ACTIVE: ${joinFirst(late.map(({ name }) => `${name} (${indexes.get(name) ?? 'missing'})`))}`, ...repair);
  if (!Table.StreamSpecification?.StreamEnabled) return fail('the stream is off: no event is published', ...repair);
  return ok(`ACTIVE with ${indexes.size} indexes and its stream`);
};

/** Checks that point-in-time recovery is on and, in prod, deletion protection too. */
export const checkTableSafety = async (client: DynamoDBClient, TableName: string, stage: string, repair: Repair): Promise<Finding> => {
  const [{ ContinuousBackupsDescription: backups }, { Table = {} }] = await Promise.all([
    client.send(new DescribeContinuousBackupsCommand({ TableName })),
    client.send(new DescribeTableCommand({ TableName })),
  ]);
  const recovers = backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === 'ENABLED';
  const isProtected = Table.DeletionProtectionEnabled === true;
  const seen = `point-in-time recovery ${recovers ? 'on' : 'off'}, deletion protection ${isProtected ? 'on' : 'off'}`;
  if (!recovers) return fail(seen, ...repair);
  if (!isProtected && stage === 'prod') return fail(seen, 'Set retainData for this stage and deploy the Data stack.');
  return ok(seen);
};

/** Checks that expired items are removed. */
export const checkTimeToLive = async (client: DynamoDBClient, TableName: string, repair: Repair): Promise<Finding> => {
  const { TimeToLiveDescription: { TimeToLiveStatus, AttributeName } = {} } = await client.send(
    new DescribeTimeToLiveCommand({ TableName }),
  );
  const seen = `${TimeToLiveStatus ?? 'unknown'}${AttributeName === undefined ? '' : ` by ${AttributeName}`}`;
  if (TimeToLiveStatus === 'ENABLING') return warn(seen, 'It takes up to an hour after the first deployment.');
  return TimeToLiveStatus === 'ENABLED' && AttributeName === TABLE.timeToLive ? ok(seen) : fail(seen, ...repair);
};
