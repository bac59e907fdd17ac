import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { openTable, type Table } from '../../functions/shared/table/table.ts';

/** Opens a table with the operator's AWS credentials. */
export const operatorTable = (name: string, config: DynamoDBClientConfig = {}): Table =>
  openTable(name, DynamoDBDocumentClient.from(new DynamoDBClient(config), { marshallOptions: { removeUndefinedValues: true } }));
