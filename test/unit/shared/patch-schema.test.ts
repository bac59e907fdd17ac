import { patchFieldsOf } from '../../../functions/shared/contract/patch-schema.ts';

const text = { type: 'string', maxLength: 9 } as const;

test('null removes what is optional, whatever its type, and not what is required', () => {
  const fields = { name: text, note: text, count: { type: 'integer', minimum: 0 }, isActive: { type: 'boolean' } } as const;
  expect(patchFieldsOf(fields, ['name'])).toEqual({
    name: text,
    note: { type: ['string', 'null'], maxLength: 9 },
    count: { type: ['integer', 'null'], minimum: 0 },
    isActive: { type: ['boolean', 'null'] },
  });
});

test('null removes an object, and each of its members', () => {
  const address = { type: 'object', additionalProperties: false, properties: { city: text } } as const;
  expect(patchFieldsOf({ address }, [])).toEqual({
    address: { type: ['object', 'null'], additionalProperties: false, properties: { city: { ...text, type: ['string', 'null'] } } },
  });
});

test('null removes pairs, and a patch may remove as many as it sets', () => {
  const tags = { type: 'object', maxProperties: 5, additionalProperties: text, description: 'Pairs.' } as const;
  expect(patchFieldsOf({ tags }, [])).toEqual({
    tags: {
      type: ['object', 'null'],
      maxProperties: 10,
      additionalProperties: { ...text, type: ['string', 'null'] },
      description: 'Pairs. A pair that is null is removed.',
    },
  });
});
