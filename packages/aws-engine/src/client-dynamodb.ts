import { rawCommand } from './dynamodb-service.ts';

export * from './dynamodb-commands.ts';
export { DynamoDBClient, DynamoDBServiceException, TransactionCanceledException } from './dynamodb-service.ts';

export const GetItemCommand = /* @__PURE__ */ rawCommand('GetItem');
