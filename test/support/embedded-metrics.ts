import { Ajv } from 'ajv';

/** One value that CloudWatch would take from a line of a log. */
export interface Datum {
  readonly namespace: string;
  readonly name: string;
  readonly unit: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * The rules of "Specification: Embedded metric format" (CloudWatch user guide) that a schema can
 * say.
 */
const SPECIFICATION = {
  type: 'object',
  required: ['_aws'],
  properties: {
    _aws: {
      type: 'object',
      required: ['Timestamp', 'CloudWatchMetrics'],
      properties: {
        Timestamp: { type: 'integer' },
        CloudWatchMetrics: {
          type: 'array',
          items: {
            type: 'object',
            required: ['Namespace', 'Dimensions', 'Metrics'],
            additionalProperties: false,
            properties: {
              Namespace: { type: 'string', minLength: 1, maxLength: 1024 },
              Dimensions: {
                type: 'array',
                minItems: 1,
                items: { type: 'array', minItems: 1, maxItems: 30, items: { type: 'string', minLength: 1, maxLength: 250 } },
              },
              Metrics: {
                type: 'array',
                minItems: 1,
                maxItems: 100,
                items: {
                  type: 'object',
                  required: ['Name'],
                  additionalProperties: false,
                  properties: {
                    Name: { type: 'string', minLength: 1, maxLength: 1024 },
                    Unit: { enum: ['Count', 'Milliseconds', 'Percent', 'Seconds', 'Bytes', 'None'] },
                    StorageResolution: { enum: [1, 60] },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
} as const;

interface Directive {
  readonly Namespace: string;
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly { readonly Name: string; readonly Unit?: string }[];
}

type Root = Readonly<Record<string, unknown>>;

const ajv = new Ajv();
const isValid = ajv.compile<Root & { readonly _aws: { readonly CloudWatchMetrics: readonly Directive[] } }>(SPECIFICATION);

/**
 * Reads what CloudWatch would of a line of JSON; nothing of one without `_aws`. Throws where the
 * line breaks the specification.
 */
export const dataOf = (line: Root): readonly Datum[] => {
  if (!('_aws' in line)) return [];
  if (!isValid(line)) throw new Error(`no embedded metric format: ${ajv.errorsText(isValid.errors)}`);
  return line._aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((names) => {
      const dimensions = Object.fromEntries(names.map((name) => [name, textAt(line, name)]));
      return Metrics.flatMap(({ Name, Unit = 'None' }) =>
        valuesAt(line, Name).map((value) => ({ namespace: Namespace, name: Name, unit: Unit, dimensions, value })),
      );
    }),
  );
};

/** The lines of a log that are JSON objects. */
export const objectsOf = (lines: readonly string[]): readonly Root[] =>
  lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Root);

/** The sum of a metric's values, of those with these dimensions. */
export const total = (data: readonly Datum[], name: string, of: Readonly<Record<string, string>> = {}): number =>
  data
    .filter((datum) => datum.name === name && Object.entries(of).every(([dimension, value]) => datum.dimensions[dimension] === value))
    .reduce((sum, { value }) => sum + value, 0);

const textAt = (line: Root, name: string): string => {
  const value = line[name];
  if (typeof value !== 'string' || value === '' || value.length > 1024) throw new Error(`the dimension ${name} is not on the line as text`);
  return value;
};

const valuesAt = (line: Root, name: string): readonly number[] => {
  const values: readonly unknown[] = [line[name]].flat();
  const fit = values.length > 0 && values.length <= 100 && values.every((value) => typeof value === 'number' && Number.isFinite(value));
  if (!fit) throw new Error(`the metric ${name} is not on the line as a number or at most 100`);
  return values as readonly number[];
};
