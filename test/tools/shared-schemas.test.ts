import { Ajv, type ErrorObject } from 'ajv';
import fc from 'fast-check';
import { CONTRACTS } from '../../functions/operations.ts';
import type { Contract } from '../../functions/shared/contract/contract.ts';
import type { Validate } from '../../functions/shared/contract/violations.ts';
import { inputSchema } from '../../functions/shared/http/input-schema.ts';
import { FORMATS } from '../../tools/contracts/formats.ts';
import { withSharedSchemas } from '../../tools/contracts/shared-schemas.ts';

type Schema = Readonly<Record<string, unknown>>;

/** Values that schemas accept, or refuse for one reason or several. */
const SCALARS: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    -2,
    1.5,
    2 ** 31,
    '',
    ' ',
    'a',
    'x'.repeat(300),
    'a@b.example',
    'a@b',
    'GB',
    '\u202e',
    '\u0000',
  ),
  fc.constantFrom<unknown>('019f2b6c-91d4-7d2a-8f11-0c5a2b7a9e31', 'https://example.com', '2026-11-22T14:15:22Z', 'createdAt', '*', '"1"'),
);

const propertiesOf = (schema: Schema): Readonly<Record<string, Schema>> => (schema.properties ?? {}) as Readonly<Record<string, Schema>>;

/** Objects, lists and scalars in the shape of a schema, and out of it. */
const valueFor = (schema: Schema): fc.Arbitrary<unknown> => {
  const properties = propertiesOf(schema);
  const { items, anyOf = [] } = schema as { readonly items?: Schema; readonly anyOf?: readonly Schema[] };
  const shaped: fc.Arbitrary<unknown>[] = anyOf.map(valueFor);
  if (items) shaped.push(fc.array(valueFor(items), { maxLength: 3 }));
  if (Object.keys(properties).length > 0) {
    const members = Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, valueFor(inner)]));
    const unknown = { metadata: fc.dictionary(SCALARS.map(String), SCALARS, { maxKeys: 3 }), unknown: SCALARS };
    shaped.push(fc.record({ ...unknown, ...members }, { requiredKeys: [] }));
  }
  return fc.oneof(SCALARS, ...shaped.map((arbitrary) => ({ weight: 5, arbitrary })));
};

const reported = (errors: readonly ErrorObject[] | null | undefined) =>
  (errors ?? []).map(({ instancePath, keyword, params, propertyName }) => ({ instancePath, keyword, params, propertyName }));

test.each(CONTRACTS.map((contract: Contract) => [contract.operationId, contract] as const))(
  'the validator of %s reports what Ajv reports of the schema as it is written',
  async (operationId, contract) => {
    const schema = inputSchema(contract) as unknown as Schema;
    const reference = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true, messages: false, formats: FORMATS }).compile(schema);
    const { default: validate } = (await import(`../../functions/generated/${operationId}.js`)) as { readonly default: Validate };
    let refused = 0;
    fc.assert(
      fc.property(valueFor(schema), (value) => {
        const [expected, actual] = [reference(value), validate(value)];
        expect(actual).toBe(expected);
        expect(reported(validate.errors as unknown as ErrorObject[])).toEqual(reported(reference.errors));
        refused += expected ? 0 : 1;
      }),
      { numRuns: 40, seed: 16 },
    );
    expect(refused).toBeGreaterThan(0);
  },
);

test('a part that comes twice stands once, whatever it is described as', () => {
  const name = { type: 'string', minLength: 1, maxLength: 256, pattern: '^[a-z]+$' };
  const schema = { type: 'object', properties: { a: { ...name, description: 'One.' }, b: { ...name, title: 'Two' }, title: name } };
  expect(withSharedSchemas(schema)).toEqual({
    type: 'object',
    properties: Object.fromEntries(['a', 'b', 'title'].map((key) => [key, { $ref: '#/$defs/s0' }])),
    $defs: { s0: name },
  });
});
