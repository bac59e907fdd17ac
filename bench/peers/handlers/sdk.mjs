import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { refusalOf } from './job.mjs';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } });

/** Commits the writes; a condition that failed is a refusal. */
export const commit = (TransactItems) =>
  client.send(new TransactWriteCommand({ TransactItems })).catch((error) => {
    throw refusalOf(error);
  });
