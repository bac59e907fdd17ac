import { AwsError, validationError } from '../base/aws-error.ts';
import { CONSTRAINTS, type ModelledService, type ServiceConstraints, type Shape } from './model.ts';
import { satisfies } from './pattern.ts';

type Value = { readonly value: unknown; readonly at: string };

/**
 * Returns what an input violates of the service model, each in the words of AWS; none for an
 * operation that the model does not have here.
 */
export const modelViolations = (service: ModelledService, operation: string, input: unknown): readonly string[] => {
  const model = CONSTRAINTS.services[service];
  const shape = Object.hasOwn(model.operations, operation) ? model.operations[operation] : undefined;
  return shape === undefined ? [] : violationsOf(model, shape, { value: input ?? {}, at: '' });
};

/**
 * Refuses an input that violates the service model, as AWS does before the service looks at it.
 * @throws `ValidationException`, or what `refusal` makes, and `SerializationException` for a value
 * of another type.
 */
export const requireModel = (service: ModelledService, operation: string, input: unknown, refusal = validationError): void => {
  const found = modelViolations(service, operation, input);
  if (found.length === 0) return;
  const errors = found.length === 1 ? 'error' : 'errors';
  throw refusal(`${found.length} validation ${errors} detected: ${found.join('; ')}`);
};

const violationsOf = (model: ServiceConstraints, name: string, at: Value): readonly string[] => {
  const shape = model.shapes[name];
  // A member that is left out of the file is never sent.
  if (!shape) return [];
  if (at.value === undefined || at.value === null) return [];
  requireType(shape, at);
  switch (shape.type) {
    case 'structure':
      return structureViolations(model, shape, at);
    case 'list':
      return [...sizeViolations(shape, at, (at.value as unknown[]).length), ...itemViolations(model, shape, at)];
    case 'map':
      return [...sizeViolations(shape, at, Object.keys(at.value as object).length), ...entryViolations(model, shape, at)];
    case 'string':
      return textViolations(shape, at, at.value as string);
    case 'integer':
    case 'long':
      return numberViolations(shape, at, at.value as number);
    default:
      return [];
  }
};

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  structure: (value) => typeof value === 'object' && !Array.isArray(value),
  map: (value) => typeof value === 'object' && !Array.isArray(value),
  list: Array.isArray,
  string: (value) => typeof value === 'string',
  integer: (value) => typeof value === 'number',
  long: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
};

const requireType = ({ type }: Shape, { value, at }: Value): void => {
  if (TYPES[type]?.(value) === false) throw new AwsError('SerializationException', `Value at '${at}' can not be converted to a ${type}.`);
};

const structureViolations = (
  model: ServiceConstraints,
  { members = {}, required = [] }: Shape,
  { value, at }: Value,
): readonly string[] => {
  const given = value as Readonly<Record<string, unknown>>;
  return Object.entries(members).flatMap(([member, shape]) => {
    const inside = { value: given[member], at: below(at, lowerFirst(member)) };
    if (inside.value !== undefined && inside.value !== null) return violationsOf(model, shape, inside);
    return required.includes(member) ? [violation('Value null', inside.at, 'Member must not be null')] : [];
  });
};

const itemViolations = (model: ServiceConstraints, { member = '' }: Shape, { value, at }: Value): readonly string[] =>
  (value as unknown[]).flatMap((item, index) => violationsOf(model, member, { value: item, at: below(at, `${index + 1}.member`) }));

const entryViolations = (model: ServiceConstraints, { key = '', value: of = '' }: Shape, { value, at }: Value): readonly string[] =>
  Object.entries(value as object).flatMap(([name, item]) => [
    ...violationsOf(model, key, { value: name, at: below(at, 'key') }),
    ...violationsOf(model, of, { value: item, at: below(at, `${name}.member`) }),
  ]);

const sizeViolations = (shape: Shape, { at }: Value, size: number): readonly string[] =>
  lengthRules(shape, size).map((rule) => violation('Value', at, rule));

const textViolations = (shape: Shape, { at }: Value, text: string): readonly string[] => {
  const { pattern, enum: values, sensitive } = shape;
  // Its patterns are tried on texts of a length that it allows only.
  const lengths = lengthRules(shape, [...text].length);
  const rules = [
    ...lengths,
    ...(values && !values.includes(text) ? [`Member must satisfy enum value set: [${values.join(', ')}]`] : []),
    ...(pattern !== undefined && lengths.length === 0 && !satisfies(pattern, text)
      ? [`Member must satisfy regular expression pattern: ${pattern}`]
      : []),
  ];
  return rules.map((rule) => violation(sensitive ? 'Value' : `Value '${text}'`, at, rule));
};

const lengthRules = ({ min = 0, max = Number.POSITIVE_INFINITY }: Shape, length: number): readonly string[] => [
  ...(length < min ? [`Member must have length greater than or equal to ${min}`] : []),
  ...(length > max ? [`Member must have length less than or equal to ${max}`] : []),
];

const numberViolations = (shape: Shape, { at }: Value, value: number): readonly string[] => {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = shape;
  const rules = [
    ...(value < min ? [`Member must have value greater than or equal to ${min}`] : []),
    ...(value > max ? [`Member must have value less than or equal to ${max}`] : []),
  ];
  return rules.map((rule) => violation(`Value '${value}'`, at, rule));
};

const violation = (value: string, at: string, rule: string): string => `${value} at '${at}' failed to satisfy constraint: ${rule}`;

const below = (at: string, name: string): string => (at === '' ? name : `${at}.${name}`);

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
