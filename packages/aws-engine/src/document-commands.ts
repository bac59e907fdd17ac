import { documentCommand } from './document.ts';

// For tests and tools that run on the engine: no function bundles these.
const WRITE = { inputs: ['Key', 'Item', 'ExpressionAttributeValues'], outputs: ['Attributes'] };
const REQUESTS = ['PutRequest.Item', 'DeleteRequest.Key'];
const requestsIn = (member: string): readonly string[] => REQUESTS.map((request) => `${member}.*.*.${request}`);

export const PutCommand = /* @__PURE__ */ documentCommand('PutItem', WRITE);
export const UpdateCommand = /* @__PURE__ */ documentCommand('UpdateItem', WRITE);
export const DeleteCommand = /* @__PURE__ */ documentCommand('DeleteItem', WRITE);
export const ScanCommand = /* @__PURE__ */ documentCommand('Scan', {
  inputs: ['ExclusiveStartKey', 'ExpressionAttributeValues'],
  outputs: ['Items.*', 'LastEvaluatedKey'],
});
export const BatchWriteCommand = /* @__PURE__ */ documentCommand('BatchWriteItem', {
  inputs: requestsIn('RequestItems'),
  outputs: requestsIn('UnprocessedItems'),
});
export const TransactGetCommand = /* @__PURE__ */ documentCommand('TransactGetItems', {
  inputs: ['TransactItems.*.Get.Key'],
  outputs: ['Responses.*.Item'],
});
