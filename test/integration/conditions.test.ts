import { DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import {
  ALWAYS,
  allOf,
  anyOf,
  type Condition,
  conditionParameters,
  exists,
  isAbsent,
  where,
} from '../../functions/shared/table/condition.ts';
import { startTable, type TestTable } from '../../testing/table.ts';

test.each<[Condition, string]>([
  [exists(), 'attribute_exists(#pk)'],
  [isAbsent('contact.id'), 'attribute_not_exists(#contact.#id)'],
  [where('status', '<>', 'failed'), '#status <> :status'],
  [where('count', '<', { attribute: 'most' }), '#count < #most'],
  [allOf(exists()), 'attribute_exists(#pk)'],
  [allOf(where('a', '>=', 1), where('a', '<=', 2)), '#a >= :a AND #a <= :a_2'],
  [
    anyOf(isAbsent(), allOf(where('a', '=', 1), anyOf(where('b', '=', 1), exists('c')))),
    'attribute_not_exists(#pk) OR (#a = :a AND (#b = :b OR attribute_exists(#c)))',
  ],
])('%j is written as an expression', (condition, expression) => {
  expect(conditionParameters(condition).expression).toBe(expression);
});

test('an expression has the names and values of its placeholders', () => {
  const { names, values } = conditionParameters(allOf(where('contact.id', '=', 7), where('contact.id', '<>', 8)));
  expect({ names, values }).toEqual({ names: { '#contact': 'contact', '#id': 'id' }, values: { ':contact_id': 7, ':contact_id_2': 8 } });
});

let table: TestTable;

beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

const value = fc.constantFrom<unknown>(0, 1, 2, 'a', 'b', '1', true, false, [1, 2], { x: 1 });
const attribute = fc.constantFrom('a', 'b', 'status', 'nested.x');
const simple: fc.Arbitrary<Condition> = fc.oneof(
  fc.constantFrom(exists(), isAbsent(), ALWAYS),
  attribute.map(exists),
  attribute.map(isAbsent),
  fc.tuple(attribute, fc.constantFrom('=' as const, '<>' as const), value).map((given) => where(...given)),
  // DynamoDB orders numbers, texts and bytes, and refuses an operand of any other type.
  fc
    .tuple(attribute, fc.constantFrom('<' as const, '<=' as const, '>' as const, '>=' as const), fc.constantFrom(0, 1, 'a', 'b'))
    .map((given) => where(...given)),
  fc
    .tuple(attribute, fc.constantFrom('=' as const, '<' as const, '>=' as const), attribute)
    .filter(([one, , other]) => one !== other)
    .map(([one, comparator, other]) => where(one, comparator, { attribute: other })),
);
const condition: fc.Arbitrary<Condition> = fc.oneof(
  simple,
  fc.tuple(simple, simple, simple).map(([one, other, third]) => allOf(one, anyOf(other, third))),
  fc.tuple(simple, simple, simple).map(([one, other, third]) => anyOf(one, allOf(other, third))),
);
const item = fc.option(
  fc.record({ a: value, b: value, status: value, nested: fc.record({ x: value }, { requiredKeys: [] }) }, { requiredKeys: [] }),
);

test('whatever the condition and the item, in memory it holds when the table takes the write', async () => {
  const client = DynamoDBDocumentClient.from(table.client);
  let count = 0;
  const held = new Set<boolean>();
  await fc.assert(
    fc.asyncProperty(condition, item, async (asked, stored) => {
      count += 1;
      const Key = { pk: `item-${count}`, sk: 'item' };
      if (stored) await client.send(new PutCommand({ TableName: table.name, Item: { ...Key, ...stored } }));
      const { expression, names, values } = conditionParameters(asked);
      const taken = await client
        .send(
          new UpdateCommand({
            ...{ TableName: table.name, Key, UpdateExpression: 'SET #written = :written', ConditionExpression: expression },
            ExpressionAttributeNames: { ...names, '#written': 'written' },
            ExpressionAttributeValues: { ...values, ':written': true },
          }),
        )
        .then(
          () => true,
          (error: Error) => {
            if (error.name !== 'ConditionalCheckFailedException') throw error;
            return false;
          },
        );
      held.add(taken);
      expect(asked.holds(stored ? { ...Key, ...stored } : undefined)).toBe(taken);
    }),
    { numRuns: 400, seed: 20261122 },
  );
  expect(held).toEqual(new Set([true, false]));
});
