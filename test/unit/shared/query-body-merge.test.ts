import fc from 'fast-check';
import { mergeQueryAndBody } from '../../../functions/shared/http/query-body-merge.ts';

const text = { type: 'string' } as const;
const schema = {
  type: 'object',
  additionalProperties: false,
  properties: { name: text, 'parent.id': text, 'parent.name': text },
} as const;

test('parameters fill what the body lacks, also within an object it has or lacks', () => {
  const merged = mergeQueryAndBody(schema, { name: 'n', 'parent.id': 1 }, { parent: { name: 'p' } });
  expect(merged).toEqual({
    body: { name: 'n', parent: { name: 'p', id: 1 } },
    violations: [],
    fromQuery: new Set(['/name', '/parent/id']),
  });
  expect(mergeQueryAndBody(schema, { 'parent.id': 1, 'parent.name': 'p' }, {}).body).toEqual({ parent: { id: 1, name: 'p' } });
});

test('the body wins nothing and loses nothing: equal values are kept, unequal ones conflict', () => {
  const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean());
  fc.assert(
    fc.property(scalar, scalar, (inBody, inQuery) => {
      const { body, violations, fromQuery } = mergeQueryAndBody(schema, { name: inQuery }, { name: inBody });
      expect(body).toEqual({ name: inBody });
      expect(violations).toHaveLength(Object.is(inBody, inQuery) ? 0 : 1);
      expect(fromQuery.size).toBe(0);
    }),
  );
});

test('a null in the body is a value, not an absence', () => {
  const { body, violations } = mergeQueryAndBody(schema, { name: 'n' }, { name: null });
  expect({ body, codes: violations.map(({ code }) => code) }).toEqual({ body: { name: null }, codes: ['conflicting-values'] });
});

test.each([null, [], 'text', 7, true])('a body that is %p is left as it is', (body) => {
  expect(mergeQueryAndBody(schema, { name: 'n' }, body)).toEqual({ body, violations: [], fromQuery: new Set() });
});

test.each([null, [], 'text', 7])('a parent that is %p is left as it is, for the validator to refuse', (parent) => {
  expect(mergeQueryAndBody(schema, { 'parent.id': 1 }, { parent }).body).toEqual({ parent });
});

test('parameters that stand for no field are left out', () => {
  expect(mergeQueryAndBody(schema, { other: 1, 'parent.other': 1 }, {}).body).toEqual({});
});

test('the given body is not changed', () => {
  const given = { parent: { name: 'p' } };
  mergeQueryAndBody(schema, { name: 'n', 'parent.id': 1 }, given);
  expect(given).toEqual({ parent: { name: 'p' } });
});

test('what every object inherits is not taken for a value of the body', () => {
  const properties = { toString: text, constructor: text };
  const { body, violations } = mergeQueryAndBody({ ...schema, properties }, { toString: 'a', constructor: 'b' }, {});
  expect({ body, violations }).toEqual({ body: { toString: 'a', constructor: 'b' }, violations: [] });
});
