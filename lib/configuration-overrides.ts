import { ConfigurationError, type Fault } from './configuration-error.ts';

/** The CDK context: what cdk.json and `-c key=value` say, together with CDK's own keys. */
export type Context = Readonly<Record<string, unknown>>;

type Tree = Record<string, unknown>;

const PREFIX = 'tenantry:';

/**
 * Puts the context's overrides (`-c tenantry:jwt.issuer=…`) over a configuration and returns a new one.
 * Text that is JSON counts as its value. Whether a key is known is for the schema to say.
 */
export const withOverrides = (configuration: object, context: Context): object => {
  const result: Tree = structuredClone({ ...configuration });
  for (const [key, value] of Object.entries(context)) {
    if (key.startsWith(PREFIX)) put(result, key.slice(PREFIX.length).split('.'), parsed(value));
  }
  return result;
};

/** Refuses a context key that is neither ours nor CDK's: CDK's own all hold a `:` or a `/`. */
export const refuseStrayContext = (context: Context): void => {
  const faults = Object.keys(context)
    .filter((key) => key !== 'stage' && !/[:/]/.test(key))
    .map((key): Fault => ({ key, value: context[key], allowed: `is not known; known are stage and ${PREFIX}<key of the configuration>` }));

  if (faults.length) throw new ConfigurationError('The context', faults);
};

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
