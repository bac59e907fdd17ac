import { CONTRACTS } from '../../functions/operations.ts';
import { urlViolations } from '../../functions/webhooks/url.ts';

interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: boolean | Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly pattern?: string;
  readonly readOnly?: boolean;
  readonly format?: string;
  readonly enum?: readonly unknown[];
}

/** The schemas of texts in a body that may be stored, with where they stand. */
const textsOf = (schema: Schema, at = ''): readonly (readonly [at: string, schema: Schema])[] =>
  schema.readOnly
    ? []
    : [
        ...([schema.type].flat().includes('string') ? [[at, schema] as const] : []),
        ...Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => textsOf(inner, `${at}/${name}`)),
        ...(schema.items ? textsOf(schema.items, `${at}/*`) : []),
        ...(typeof schema.additionalProperties === 'object' ? textsOf(schema.additionalProperties, `${at}/*`) : []),
        ...[...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].flatMap((inner) => textsOf(inner, at)),
      ];

/** Whether a text with this character in it is refused by its schema. */
const refuses = ({ pattern, format, enum: values }: Schema, character: string): boolean =>
  values !== undefined || format !== undefined || (pattern !== undefined && !new RegExp(pattern, 'u').test(`a${character}a`));

const texts = CONTRACTS.flatMap(({ operationId, ...contract }) =>
  textsOf(('documentedBody' in contract ? contract.documentedBody : 'body' in contract ? contract.body : {}) as Schema).map(
    ([at, schema]) => [`${operationId} ${at}`, schema] as const,
  ),
);

test('no text of a body takes a lone surrogate or U+FFFD', () => {
  expect(texts.length).toBeGreaterThan(50);
  for (const character of ['\ud800', '\udc00', '\ufffd']) {
    const taking = texts.filter(([, schema]) => !refuses(schema, character)).map(([name]) => name);
    expect(taking.filter((name) => !/Webhook \/url$/.test(name))).toEqual([]);
    // Its rules are those of url.ts.
    expect(urlViolations(`https://hooks.example.com/${character}`, { local: false })).toMatchObject([{ code: 'invalid-characters' }]);
  }
});
