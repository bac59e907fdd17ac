import fc from 'fast-check';
import { item, key, storedItem } from './values.ts';

/** A call of the document client, and a body with which a service may answer it. */
export interface Call {
  readonly command: string;
  readonly input: object;
  readonly answer: object;
}

const TABLE = 'installation';
const capacity = fc.option(fc.constant({ TableName: TABLE, CapacityUnits: 1.5 }), { nil: undefined });

const get = fc
  .record({ Key: key, Item: fc.option(storedItem, { nil: undefined }), ConsumedCapacity: capacity })
  .map(({ Key, ...answer }): Call => ({ command: 'GetCommand', input: { TableName: TABLE, Key, ConsistentRead: true }, answer }));

const query = fc
  .record({
    values: item,
    from: fc.option(key, { nil: undefined }),
    Items: fc.array(storedItem, { maxLength: 4 }),
    last: fc.option(storedItem, { nil: undefined }),
  })
  .map(({ values, from, Items, last }): Call => {
    const input = {
      TableName: TABLE,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: values,
      ExclusiveStartKey: from,
      Limit: 7,
    };
    return { command: 'QueryCommand', input, answer: { Items, Count: Items.length, ScannedCount: Items.length, LastEvaluatedKey: last } };
  });

const batch = fc
  .record({
    keys: fc.array(key, { minLength: 1, maxLength: 4 }),
    items: fc.array(storedItem, { maxLength: 3 }),
    rest: fc.array(storedItem, { maxLength: 2 }),
  })
  .map(
    ({ keys, items, rest }): Call => ({
      command: 'BatchGetCommand',
      input: { RequestItems: { [TABLE]: { Keys: keys, ConsistentRead: true } } },
      answer: { Responses: { [TABLE]: items }, UnprocessedKeys: rest.length > 0 ? { [TABLE]: { Keys: rest, ConsistentRead: true } } : {} },
    }),
  );

const names = { '#a': 'a' };
const write = fc.oneof(
  item.map((Item) => ({ Put: { TableName: TABLE, Item, ConditionExpression: 'attribute_not_exists(pk)' } })),
  fc.tuple(key, item).map(([Key, ExpressionAttributeValues]) => ({
    Update: { TableName: TABLE, Key, UpdateExpression: 'SET #a = :a', ExpressionAttributeNames: names, ExpressionAttributeValues },
  })),
  key.map((Key) => ({ Delete: { TableName: TABLE, Key, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } })),
  fc.tuple(key, item).map(([Key, ExpressionAttributeValues]) => ({
    ConditionCheck: { TableName: TABLE, Key, ConditionExpression: '#a = :a', ExpressionAttributeNames: names, ExpressionAttributeValues },
  })),
);

const transact = fc.tuple(fc.array(write, { minLength: 1, maxLength: 4 }), fc.option(fc.uuid(), { freq: 4, nil: undefined })).map(
  ([TransactItems, ClientRequestToken]): Call => ({
    command: 'TransactWriteCommand',
    input: { TransactItems, ...(ClientRequestToken !== undefined && { ClientRequestToken }) },
    answer: {},
  }),
);

/** The calls that the functions make of the document client. */
export const documentCall = fc.oneof(get, query, batch, { weight: 2, arbitrary: transact });

const attributes = { ExpressionAttributeNames: names, ReturnValues: 'ALL_OLD' };

/** The other calls of the document client. */
export const otherDocumentCall = fc.oneof(
  fc
    .tuple(item, storedItem)
    .map(
      ([Item, Attributes]): Call => ({ command: 'PutCommand', input: { TableName: TABLE, Item, ...attributes }, answer: { Attributes } }),
    ),
  fc.tuple(key, item, storedItem, fc.constantFrom('UpdateCommand', 'DeleteCommand')).map(
    ([Key, ExpressionAttributeValues, Attributes, command]): Call => ({
      command,
      input: { TableName: TABLE, Key, ExpressionAttributeValues, ...attributes },
      answer: { Attributes },
    }),
  ),
  fc.tuple(item, fc.array(storedItem, { maxLength: 3 })).map(
    ([ExpressionAttributeValues, Items]): Call => ({
      command: 'ScanCommand',
      input: { TableName: TABLE, ExpressionAttributeValues, ExclusiveStartKey: { pk: 'a' } },
      answer: { Items, Count: Items.length },
    }),
  ),
  fc.tuple(key, item, storedItem).map(
    ([Key, Item, left]): Call => ({
      command: 'BatchWriteCommand',
      input: { RequestItems: { [TABLE]: [{ PutRequest: { Item } }, { DeleteRequest: { Key } }] } },
      answer: { UnprocessedItems: { [TABLE]: [{ PutRequest: { Item: left } }] } },
    }),
  ),
  fc.tuple(key, storedItem).map(
    ([Key, Item]): Call => ({
      command: 'TransactGetCommand',
      input: { TransactItems: [{ Get: { TableName: TABLE, Key } }] },
      answer: { Responses: [{ Item }, {}] },
    }),
  ),
);

const bytes = fc.uint8Array({ maxLength: 5 });
const rawItem = fc
  .record({ S: fc.string(), bytes, buffer: bytes, list: fc.array(bytes), N: fc.integer() })
  .map(({ S, bytes: B, buffer, list, N }) => ({
    pk: { S },
    M: { M: { B: { B }, n: { N: String(N) }, none: { NULL: true }, yes: { BOOL: true } } },
    L: { L: [{ B: Buffer.from(buffer) }, { BS: list }] },
  }));

/** Calls whose values are attribute values. */
export const rawCall = fc.oneof(
  fc.tuple(rawItem, storedItem, fc.constantFrom('GetItemCommand', 'DeleteItemCommand')).map(
    ([Key, Item, command]): Call => ({
      command,
      input: { TableName: TABLE, Key },
      answer: command === 'GetItemCommand' ? { Item } : { Attributes: Item },
    }),
  ),
  rawItem.map((Item): Call => ({ command: 'PutItemCommand', input: { TableName: TABLE, Item }, answer: {} })),
  fc.tuple(rawItem, fc.array(storedItem, { maxLength: 3 }), fc.constantFrom('QueryCommand', 'ScanCommand')).map(
    ([ExclusiveStartKey, Items, command]): Call => ({
      command,
      input: { TableName: TABLE, ExclusiveStartKey },
      answer: { Items, Count: Items.length },
    }),
  ),
  rawItem.map(
    (Item): Call => ({ command: 'TransactWriteItemsCommand', input: { TransactItems: [{ Put: { TableName: TABLE, Item } }] }, answer: {} }),
  ),
);
