import {
  DescribeTableCommand,
  DynamoDBClient,
  RestoreTableToPointInTimeCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { TABLE } from '../functions/shared/table/partitions.ts';
import { clientOptions, type Target } from './target.ts';

/** A table that was restored, with its stream. */
export interface RestoredTable {
  readonly name: string;
  readonly streamArn: string;
}

/** Restores a table as docs/deploy.md says, and sets what a restore leaves out. */
export const restoreTable = async (target: Target, from: string): Promise<RestoredTable> => {
  const client = new DynamoDBClient(clientOptions(target));
  const TableName = `${from}-restored`;
  await client.send(
    new RestoreTableToPointInTimeCommand({ SourceTableName: from, TargetTableName: TableName, UseLatestRestorableTime: true }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 60 }, { TableName });
  const StreamSpecification = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } as const;
  await client.send(new UpdateTableCommand({ TableName, StreamSpecification }));
  await client.send(
    new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { Enabled: true, AttributeName: TABLE.timeToLive } }),
  );
  await client.send(
    new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }),
  );
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  return { name: TableName, streamArn: String(Table?.LatestStreamArn) };
};
