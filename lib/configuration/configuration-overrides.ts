import { ConfigurationError, type Fault } from './configuration-error.ts';
import { configurationSchema } from './configuration-schema.ts';

/** The CDK context: cdk.json and `-c key=value`, together with CDK's own keys. */
export type Context = Readonly<Record<string, unknown>>;

type Tree = Record<string, unknown>;

const PREFIX = 'tenantry:';

/** Returns the keys that begin with `tenantry:`: the others are those of an app around it. */
export const prefixed = (context: Context): Context =>
  Object.fromEntries(Object.entries(context).filter(([key]) => key.startsWith(PREFIX)));

/**
 * Applies the context's overrides (`-c tenantry:jwt.issuer=…`, or without the prefix) to a
 * configuration and returns a new one. JSON counts as its value, unless the key is text. The schema
 * decides whether a key is known.
 */
export const withOverrides = (configuration: object, context: Context): object => {
  const result: Tree = structuredClone({ ...configuration });
  const overrides = Object.entries(context).filter(([key]) => isOverride(key));
  for (const [key, value] of overrides) put(result, pathOf(key), isText(pathOf(key)) ? value : parse(value));
  return result;
};

/** The key of the context that `tenantry start` puts its own stage in place of an app's with. */
export const STAGE_OVERRIDE = 'tenantry:stage';

/** The variable that `tenantry start` sets for the apps that it runs. */
export const LOCAL_RUN = 'TENANTRY_LOCAL_RUN';

/**
 * Returns whether the app is run by `tenantry start`.
 * @throws {Error} when only the context says so, such as that of a `cdk.json`, or it names another
 * stage: what is deployed would, silently, be another stage than its author believes
 */
export const isLocalRun = (stage: unknown, env: Readonly<Record<string, string | undefined>> = process.env): boolean => {
  if (stage === undefined) return false;
  if (stage === LOCAL_CONTEXT[STAGE_OVERRIDE] && env[LOCAL_RUN] === '1') return true;
  throw new Error(`Only \`tenantry start\` sets \`${STAGE_OVERRIDE}\`: remove it from cdk.json, ~/.cdk.json and the command line.`);
};

/** The context of every app that runs on this machine. */
export const LOCAL_CONTEXT = { stage: 'local', [STAGE_OVERRIDE]: 'local' } as const;

/** The secret that has the credentials of the operator's client on this machine. */
export const LOCAL_OPERATOR_SECRET = 'tenantry/local/operator';

const isOverride = (key: string): boolean =>
  key !== STAGE_OVERRIDE && (key.startsWith(PREFIX) || Object.hasOwn(configurationSchema.properties, pathOf(key)[0] ?? ''));

const pathOf = (key: string): readonly string[] => (key.startsWith(PREFIX) ? key.slice(PREFIX.length) : key).split('.');

/**
 * Refuses what can only be meant for the configuration and is not known to it. CDK's own keys all
 * contain a `:` or a `/`.
 * @throws {ConfigurationError} naming each unknown or repeated key
 */
export const refuseUnknown = (context: Context): void => {
  const overrides = Object.keys(context).filter(isOverride);
  const unknownKeys = Object.keys(context).filter((key) => key !== 'stage' && !overrides.includes(key) && !/[:/]/.test(key));
  const duplicates = overrides.filter((key) => !key.startsWith(PREFIX) && Object.hasOwn(context, PREFIX + key));
  const faults: readonly Fault[] = [
    ...unknownKeys.map((key) => ({
      key,
      value: context[key],
      allowed: `is not known; known are stage and the keys of the configuration, ${KNOWN}`,
    })),
    ...duplicates.map((key) => ({ key, value: context[key], allowed: `is given twice, as ${PREFIX}${key} too` })),
  ];
  if (faults.length) throw new ConfigurationError('The context', faults);
};

const KNOWN = Object.keys(configurationSchema.properties).join(', ');

/** True when the key is text in the schema, so that `4711` stays text. */
const isText = (path: readonly string[]): boolean => {
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

const parse = (value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
};
