import { Ajv } from 'ajv';
import { externalId } from '../../functions/organizations/schemas.ts';
import { contactFields } from '../../functions/partners/schemas.ts';
import { exactNameSchema, nameSchema } from '../../functions/shared/contract/name-schema.ts';
import { portableSchema } from '../../functions/shared/contract/portable-schema.ts';
import { emailFilter, line, metadataOf, text, textId } from '../../functions/shared/contract/schemas.ts';
import { EVENTS } from '../../functions/webhooks/event-catalogue.ts';
import { token } from '../../functions/webhooks/schemas.ts';
import { toDraft4 } from '../../lib/bus/json-schema-draft4.ts';
import { documentedPatterns, patternsOf } from '../support/documented-patterns.ts';
import { TEXTS } from '../support/texts.ts';

const REGISTRY = Object.values(EVENTS).map(({ data }) => toDraft4(data));
const PATTERNS = [...new Set([...documentedPatterns(), ...patternsOf(REGISTRY)])];

// JSON Schema, Core, section 6.4.1; and `\xHH`.
const CHARACTER = String.raw`\\x[0-9A-F]{2}`;
const ATOM = String.raw`${CHARACTER}|\[\^?(?:${CHARACTER}|[^\\\]])+\]|\((?!\?)|[)|^$*+?]|\{\d+(?:,\d*)?\}|[^\\[\](){}|*+?.^$]`;
const SUBSET = new RegExp(`^(?:${ATOM})*$`, 'u');

test('every pattern of the documents and of the schema registry keeps to the recommended subset', () => {
  expect(PATTERNS.length).toBeGreaterThan(10);
  expect(PATTERNS.filter((pattern) => !SUBSET.test(pattern))).toEqual([]);
  for (const beyond of ['^\\p{L}$', '^(?=a)', '^(?:a)', '\\s', '\\u0041', '.', '\\u{1F600}', '[\\d]']) expect(beyond).not.toMatch(SUBSET);
});

test('every pattern means the same with the flag u and without it', () => {
  const judge = (flags: string) => PATTERNS.map((pattern) => TEXTS.map((one) => new RegExp(pattern, flags).test(one)));
  expect(judge('')).toEqual(judge('u'));
});

type Field = Readonly<Record<string, unknown>>;

const accepted = (schema: Field, unicodeRegExp: boolean): readonly string[] => {
  const validate = new Ajv({ strict: false, unicodeRegExp, formats: { email: true } }).compile(schema);
  return TEXTS.filter((one) => validate(one));
};

const isLone = (one: string): boolean => !one.isWellFormed();
const isBlank = (one: string): boolean => /^\s+$/.test(one);
const isHidden = (one: string): boolean => /[\u00A0-\uFFFF]/.test(one) || /\u{10FFFF}/u.test(one);
const NOT_BLANK = 'Not only white space; no lone surrogates';
const VISIBLE = `${NOT_BLANK}; no character that changes the direction of text; no invisible one`;

test.each<readonly [string, Field, (one: string) => boolean, string]>([
  ['a text', text(256), isLone, 'No lone surrogates.'],
  ['a line', line(256), (one) => isLone(one) || isBlank(one), `${NOT_BLANK}.`],
  ['a name', nameSchema(256), isHidden, `${VISIBLE}, except a joiner between Arabic or Indic letters; none that shows or means nothing.`],
  ['a reference', exactNameSchema(256), isHidden, `${VISIBLE}, joiners included; none that shows or means nothing.`],
  ['a user name', contactFields.userName, isHidden, VISIBLE],
  [
    'a name of metadata',
    metadataOf({}).propertyNames,
    (one) => isLone(one) || isBlank(one) || one === '__proto__',
    'Not `__proto__`; not only white space; no lone surrogates.',
  ],
  ...[externalId, textId, emailFilter(256), token, contactFields.phone, contactFields.email].map(
    (field) => [JSON.stringify(field), field, () => false, ''] as const,
  ),
])('the documents refuse nothing that the API takes: %s; and say in words what else it refuses', (_, field, isWeaker, words) => {
  const shown = portableSchema(field);
  const ours = accepted({ type: 'string', ...field }, true);
  for (const isUnicode of [true, false]) {
    const theirs = accepted(shown, isUnicode);
    expect(ours.filter((one) => !theirs.includes(one))).toEqual([]);
    expect(theirs.filter((one) => !ours.includes(one) && !isWeaker(one))).toEqual([]);
  }
  expect(String(shown.description ?? '')).toContain(words);
  expect(ours.length).toBeLessThan(TEXTS.length);
});

test('names that clients of before refused are taken', () => {
  const [pattern = ''] = [portableSchema(nameSchema(256)).pattern].map(String);
  for (const name of ['Contoso', 'Acme', 'Cc', 'pepper', 'Zürich 😀', 'e\u0301']) expect(name).toMatch(new RegExp(pattern));
});
