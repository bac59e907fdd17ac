import { documentCommand } from './document.ts';

export { DynamoDBDocumentClient } from './document.ts';
export * from './document-commands.ts';

export const GetCommand = /* @__PURE__ */ documentCommand('GetItem', { inputs: ['Key'], outputs: ['Item'] });

export const QueryCommand = /* @__PURE__ */ documentCommand('Query', {
  inputs: ['ExclusiveStartKey', 'ExpressionAttributeValues'],
  outputs: ['Items.*', 'LastEvaluatedKey'],
});

export const BatchGetCommand = /* @__PURE__ */ documentCommand('BatchGetItem', {
  inputs: ['RequestItems.*.Keys.*'],
  outputs: ['Responses.*.*', 'UnprocessedKeys.*.Keys.*'],
});

export const TransactWriteCommand = /* @__PURE__ */ documentCommand('TransactWriteItems', {
  inputs: ['Key', 'Item', 'ExpressionAttributeValues'].map((name) => `TransactItems.*.*.${name}`),
  outputs: ['ItemCollectionMetrics.*.*.ItemCollectionKey'],
});
