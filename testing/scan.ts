import type { Item } from '../functions/shared/table/transaction.ts';

/** An attribute as DynamoDB's JSON has it: one member, named by its type. */
type Attribute = Readonly<Record<string, unknown>>;
type Attributes = Readonly<Record<string, Attribute>>;

// A local engine takes any signature.
const HEADERS = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': 'DynamoDB_20120810.Scan',
  'x-amz-date': '20260101T000000Z',
  authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
};

/**
 * Returns a function that reads all items of a table. Tests compare whole tables before and after
 * each request: reading them with the SDK was most of what the integration tests did.
 * An item that has not changed is the same object again, and so is the list of a table that has
 * not: comparing them costs nothing.
 * @throws when the table does not fit into one page of a scan.
 */
export const scanner = (url: string, tableName: string): (() => Promise<readonly Item[]>) => {
  const body = JSON.stringify({ TableName: tableName, ConsistentRead: true });
  const known = new Map<string, Item>();
  const itemOf = (attributes: Attributes): Item => {
    const text = JSON.stringify(attributes);
    const item = known.get(text) ?? itemFrom(attributes);
    known.set(text, item);
    return item;
  };

  let last: { readonly text: string; readonly items: readonly Item[] } | undefined;
  return async () => {
    const answer = await fetch(url, { method: 'POST', headers: HEADERS, body });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`the table cannot be scanned: ${text}`);
    if (last?.text === text) return last.items;
    const { Items, LastEvaluatedKey } = JSON.parse(text) as {
      readonly Items: readonly Attributes[];
      readonly LastEvaluatedKey?: unknown;
    };
    if (LastEvaluatedKey) throw new Error('the test table outgrew one page of a scan');
    last = { text, items: Items.map(itemOf) };
    return last.items;
  };
};

const itemFrom = (attributes: Attributes): Item =>
  Object.fromEntries(Object.entries(attributes).map(([name, attribute]) => [name, plainOf(attribute)]));

const plainOf = (attribute: Attribute): unknown => {
  const [[type, value] = []] = Object.entries(attribute);
  switch (type) {
    case 'S':
    case 'BOOL':
      return value;
    case 'N':
      return Number(value);
    case 'NULL':
      return null;
    case 'M':
      return itemFrom(value as Attributes);
    case 'L':
      return (value as readonly Attribute[]).map(plainOf);
    case 'SS':
      return new Set(value as readonly string[]);
    case 'NS':
      return new Set((value as readonly string[]).map(Number));
    case 'B':
      return Uint8Array.from(Buffer.from(String(value), 'base64'));
    default:
      throw new Error(`no item of the product has an attribute of the type ${type}`);
  }
};
