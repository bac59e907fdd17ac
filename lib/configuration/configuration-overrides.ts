import { ConfigurationError, type Fault } from './configuration-error.ts';
import { configurationSchema } from './configuration-schema.ts';

/** The CDK context: what cdk.json and `-c key=value` say, together with CDK's own keys. */
export type Context = Readonly<Record<string, unknown>>;

type Tree = Record<string, unknown>;

const PREFIX = 'tenantry:';

/**
 * Puts the context's overrides (`-c tenantry:jwt.issuer=…`, or without the prefix) over a configuration and returns a new one.
 * Text that is JSON counts as its value where the key does not take text. Whether a key below the first is known is for the schema to say.
 * @throws {ConfigurationError} naming each key that is none of ours, or that is given twice
 */
export const withOverrides = (configuration: object, context: Context): object => {
  const result: Tree = structuredClone({ ...configuration });
  const overrides = Object.entries(context).filter(([key]) => isOverride(key));
  refuse(
    context,
    overrides.map(([key]) => key),
  );
  for (const [key, value] of overrides) put(result, pathOf(key), takesText(pathOf(key)) ? value : parsed(value));
  return result;
};

const isOverride = (key: string): boolean => key.startsWith(PREFIX) || Object.hasOwn(configurationSchema.properties, pathOf(key)[0] ?? '');

const pathOf = (key: string): readonly string[] => (key.startsWith(PREFIX) ? key.slice(PREFIX.length) : key).split('.');

// CDK's own keys all hold a `:` or a `/`.
const refuse = (context: Context, overrides: readonly string[]): void => {
  const stray = Object.keys(context).filter((key) => key !== 'stage' && !overrides.includes(key) && !/[:/]/.test(key));
  const twice = overrides.filter((key) => !key.startsWith(PREFIX) && Object.hasOwn(context, PREFIX + key));
  const faults: readonly Fault[] = [
    ...stray.map((key) => ({
      key,
      value: context[key],
      allowed: `is not known; known are stage and the keys of the configuration, ${KNOWN}`,
    })),
    ...twice.map((key) => ({ key, value: context[key], allowed: `is given twice, as ${PREFIX}${key} too` })),
  ];
  if (faults.length) throw new ConfigurationError('The context', faults);
};

const KNOWN = Object.keys(configurationSchema.properties).join(', ');

/** Whether the schema takes text at a key, so that `4711` stays what it is. */
const takesText = (path: readonly string[]): boolean => {
  let schema: Schema | undefined = configurationSchema;
  for (const step of path)
    schema =
      schema?.properties && Object.hasOwn(schema.properties, step) ? schema.properties[step] : schema?.additionalProperties || undefined;
  return schema?.type === 'string';
};

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | false;
}

const put = (tree: Tree, [step = '', ...rest]: readonly string[], value: unknown): void => {
  if (rest.length === 0) {
    Object.defineProperty(tree, step, { value, enumerable: true, configurable: true, writable: true });
    return;
  }
  const below = Object.hasOwn(tree, step) ? tree[step] : undefined;
  const branch: Tree = isTree(below) ? below : {};
  put(tree, [step], branch);
  put(branch, rest, value);
};

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

const parsed = (value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
};
