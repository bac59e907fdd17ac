import fc from 'fast-check';

const TABLE = 'arn:aws:dynamodb:us-east-1:123456789012:table/Books';

const ACTIONS = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'events:PutEvents'];
const RESOURCES = [
  TABLE,
  `${TABLE}/index/gsi1`,
  'arn:aws:dynamodb:us-east-1:123456789012:table/Other',
  'arn:aws:events:us-east-1:123456789012:event-bus/main',
];

const some = <T>(...values: readonly T[]) => fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 2 });
const oneOrMore = <T>(list: fc.Arbitrary<T[]>) =>
  fc.tuple(list, fc.boolean()).map(([values, alone]) => (alone ? values[0] : values) as T | T[]);

const actions = oneOrMore(
  some(...ACTIONS, 'dynamodb:*', 'dynamodb:*Item', 'DYNAMODB:getitem', 'dynamodb:?etItem', '*', '*', '*', 'events:*'),
);
const resources = oneOrMore(
  some(
    ...[
      ...RESOURCES,
      '*',
      '*',
      '*',
      `${TABLE}*`,
      `${TABLE}/*`,
      'arn:aws:dynamodb:*:*:table/Books',
      'arn:aws:dynamodb:us-east-?:123456789012:table/B*',
    ],
    ...['arn:*:dynamodb:us-east-1:123456789012:table/Books', 'arn:aws:events:*:123456789012:*'],
  ),
);

const KEYS = ['dynamodb:Select', 'aws:SourceAccount', 'aws:SourceArn'];
const MANY = 'dynamodb:LeadingKeys';
const NUMBER = 'ses:FromAddress';
const TEXTS = ['BOOK#1', 'BOOK#2', 'book#1', 'AUTHOR#1', '', '10', '9', '10.0'];
const NUMBERS = ['9', '10', '10.0', '-1'];
const ARNS = [TABLE, `${TABLE}/index/gsi1`, 'arn:aws:events:us-east-1:123456789012:rule/bus/name'];

const caseOf = (key: string) => fc.constantFrom(key, key.toLowerCase(), key.toUpperCase());
// AWS documents no operator without a set for a key with many values, and not whether `IfExists`
// counts after `ForAnyValue` without the key (`DIFFERENCES`).
const operator = (names: readonly string[], sets: readonly string[] = ['', '', 'ForAllValues:', 'ForAnyValue:']) =>
  fc
    .tuple(fc.constantFrom(...sets), fc.constantFrom(...names), fc.constantFrom('', 'IfExists'))
    .map(([set, name, ifExists]) => `${set}${name}${set === 'ForAnyValue:' ? '' : ifExists}`);

const clause = (operators: fc.Arbitrary<string>, keys: readonly string[], values: fc.Arbitrary<unknown>) =>
  fc.tuple(operators, fc.constantFrom(...keys).chain(caseOf), values).map(([name, key, value]) => ({ [name]: { [key]: value } }));

const TEXT_OPERATORS = [
  'StringEquals',
  'StringNotEquals',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
  'StringLike',
  'StringNotLike',
];
const ARN_OPERATORS = ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'];
const NUMBER_OPERATORS = ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].map(
  (name) => `Numeric${name}`,
);

const texts = oneOrMore(some(...TEXTS, 'BOOK#*', '*', 'BOOK#?', '*#1'));
const arns = oneOrMore(some(...ARNS, `${TABLE}/*`, 'arn:aws:events:*:*:rule/*', 'arn:*:events:us-east-1:123456789012:rule/bus/name'));
const truths = oneOrMore(some<unknown>('true', 'false', 'TRUE', true, false));

const condition = fc.oneof(
  clause(operator(TEXT_OPERATORS), ['dynamodb:Select', 'aws:SourceAccount'], texts),
  clause(operator(TEXT_OPERATORS, ['ForAllValues:', 'ForAnyValue:']), [MANY], texts),
  clause(operator(ARN_OPERATORS), ['aws:SourceArn'], arns),
  clause(operator(NUMBER_OPERATORS), [NUMBER], oneOrMore(some(...NUMBERS))),
  clause(operator(['Bool'], ['']), ['aws:SecureTransport'], truths),
  clause(fc.constant('Null'), [...KEYS, MANY], oneOrMore(some<unknown>('true', 'false', true, false))),
);

const conditions = fc
  .array(condition, { maxLength: 2 })
  .map((all) => Object.assign({}, ...all) as Readonly<Record<string, object>>)
  .map((all) => (Object.keys(all).length === 0 ? {} : { Condition: all }));

const statement = fc
  .tuple(
    fc.constantFrom('Allow', 'Allow', 'Allow', 'Allow', 'Allow', 'Deny'),
    fc.oneof(
      { weight: 4, arbitrary: actions.map((Action) => ({ Action })) },
      { weight: 1, arbitrary: actions.map((NotAction) => ({ NotAction })) },
    ),
    fc.oneof(
      { weight: 4, arbitrary: resources.map((Resource) => ({ Resource })) },
      { weight: 1, arbitrary: resources.map((NotResource) => ({ NotResource })) },
    ),
    conditions,
  )
  .map(([Effect, ...parts]) => Object.assign({ Effect }, ...parts) as object);

/** A policy document of one to three statements. */
const policy = fc.array(statement, { minLength: 1, maxLength: 3 }).map((Statement) => ({ Version: '2012-10-17', Statement }));

/** The context of a request: keys with one value, or some for the one that may have more. */
const context = fc.record(
  {
    [MANY]: fc.array(fc.constantFrom(...TEXTS), { minLength: 1, maxLength: 3 }),
    [NUMBER]: fc.constantFrom(...NUMBERS),
    'dynamodb:Select': fc.constantFrom(...TEXTS),
    'aws:SourceAccount': fc.constantFrom('BOOK#1', '10'),
    'aws:SourceArn': fc.constantFrom(...ARNS),
    'aws:SecureTransport': fc.constantFrom('true', 'false'),
  },
  { requiredKeys: [] },
);

/** A request with the policies that decide on it. */
export const question = fc.record(
  {
    action: fc.constantFrom(...ACTIONS),
    resource: fc.constantFrom(...RESOURCES),
    context,
    identity: fc.array(policy, { minLength: 1, maxLength: 3 }),
    boundary: fc.array(policy, { minLength: 1, maxLength: 1 }),
  },
  { requiredKeys: ['action', 'resource', 'context', 'identity'] },
);
