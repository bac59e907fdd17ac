import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { awsClient } from '../../../functions/shared/base/aws-client.ts';
import { DeadlineExceeded, withDeadline } from '../../../functions/shared/base/deadline.ts';

test('a call ends with its invocation even while the SDK waits for something that has no signal, such as credentials', async () => {
  const credentials = () => new Promise<never>(() => undefined);
  const client = awsClient(DynamoDBClient, { maxAttempts: 1, requestTimeout: 5000 }, { region: 'eu-west-1', credentials });
  const invocation = withDeadline(() => client.send(new ListTablesCommand()));
  await expect(invocation(undefined, { getRemainingTimeInMillis: () => 500 })).rejects.toThrow(DeadlineExceeded);
});
