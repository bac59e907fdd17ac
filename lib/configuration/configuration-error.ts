import type { ErrorObject } from 'ajv';
import { FORMATS } from './formats.ts';
import { nearestWord } from './nearest-word.ts';

/** One fault of a configuration: the key (`webhooks[0].url`), its value, and what is allowed. */
export interface Fault {
  readonly key: string;
  readonly value?: unknown;
  readonly allowed: string;
}

/** A configuration that cannot be deployed. The message lists every fault, one a line. */
export class ConfigurationError extends Error {
  constructor(subject: string, faults: readonly Fault[]) {
    super([`${subject} is not valid:`, ...faults.map(line)].join('\n'));
    this.name = 'ConfigurationError';
  }
}

const line = ({ key, value, allowed }: Fault): string => `  ${key}${value === undefined ? '' : ` = ${abridge(value)}`}: ${allowed}`;

const abridge = (value: unknown): string => {
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
};

/**
 * Returns the faults of an Ajv error (made with `verbose`) in the words of a configuration's
 * author; none of an error that repeats another one.
 */
export const faultsOf = (error: ErrorObject): readonly Fault[] => {
  const { keyword, params, parentSchema, data, propertyName } = error;
  switch (keyword) {
    case 'additionalProperties':
      return [
        {
          key: keyOf(error, params.additionalProperty),
          allowed: unknownKey(params.additionalProperty, Object.keys(parentSchema?.properties ?? {})),
        },
      ];
    case 'required':
      return [{ key: keyOf(error, params.missingProperty), allowed: 'is required' }];
    case 'enum':
      return propertyName === undefined
        ? [{ key: keyOf(error), value: data, allowed: `must be one of ${params.allowedValues.join(', ')}` }]
        : [{ key: keyOf(error, propertyName), allowed: unknownKey(propertyName, params.allowedValues) }];
    case 'discriminator':
      return [{ key: keyOf(error, params.tag), value: params.tagValue, allowed: `must be one of ${tags(parentSchema?.oneOf).join(', ')}` }];
    case 'format':
      return propertyName === undefined
        ? [{ key: keyOf(error), value: data, allowed: `must be ${FORMATS[params.format]?.words ?? params.format}` }]
        : [
            {
              key: keyOf(error, propertyName),
              allowed: `is no key of this kind, which are ${FORMATS[params.format]?.words ?? params.format}`,
            },
          ];
    case 'propertyNames':
      return [];
    default:
      return [{ key: keyOf(error), value: data, allowed: error.message ?? `breaks the rule ${keyword}` }];
  }
};

const keyOf = ({ instancePath }: ErrorObject, member?: string): string =>
  [...instancePath.split('/').slice(1), ...(member === undefined ? [] : [member])]
    .map((step, index) => (/^\d+$/.test(step) ? `[${step}]` : `${index ? '.' : ''}${step}`))
    .join('');

const unknownKey = (key: string, known: readonly string[]): string => {
  const nearest = nearestWord(key, known);
  return `is not a known key; ${nearest === undefined ? `known are ${known.join(', ')}` : `did you mean ${nearest}?`}`;
};

const tags = (variants: readonly { readonly properties: { readonly type: { readonly const: string } } }[] = []): readonly string[] =>
  variants.map(({ properties }) => properties.type.const);
