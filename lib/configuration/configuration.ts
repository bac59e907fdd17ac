import { Ajv } from 'ajv';
import type { StageConfiguration } from '../generated/stage-configuration.ts';
import { ConfigurationError, faultsOf } from './configuration-error.ts';
import { type Context, prefixed, refuseUnknown, withOverrides } from './configuration-overrides.ts';
import { type Configuration, configurationSchema } from './configuration-schema.ts';
import { FORMATS } from './formats.ts';
import { endpointCapacity } from './rule-quota.ts';
import { faultsIn } from './rules.ts';
import { STAGE_DEFAULTS } from './stages.ts';

/** The configuration of each stage, by its name, which tenantry.config.ts exports. */
export type Configurations = Readonly<Record<string, StageConfiguration>>;

/**
 * One installation to synthesise: the name of its stage, and that stage's configuration with every
 * default filled in.
 */
export interface StageSettings {
  readonly stage: string;
  readonly configuration: Configuration;
}

const STAGE_PATTERN = /^[a-z][a-z0-9-]{0,19}$/;

const ajv = new Ajv({ allErrors: true, verbose: true, useDefaults: true, discriminator: true, strictRequired: false });
for (const [name, { accepts }] of Object.entries(FORMATS)) ajv.addFormat(name, accepts);
const validate = ajv.compile<Omit<Configuration, 'installation'>>(configurationSchema);

/** A stage and its configuration as it is written. */
export interface WrittenSettings {
  readonly stage: string;
  readonly written: object;
}

/**
 * Reads the stage (`-c stage=…`, default `dev`) and what is written of it, in its entry or in the
 * context.
 * @throws {ConfigurationError} naming every key of the context that is not known
 */
export const readWritten = (context: Context, configurations: Configurations): WrittenSettings => {
  const stage = stageOf(context, configurations);
  refuseUnknown(context);
  return { stage, written: withOverrides({ ...configurations[stage] }, context) };
};

/**
 * Reads the stage and its configuration.
 * @throws {ConfigurationError} naming every fault
 */
export const readSettings = (context: Context, configurations: Configurations): StageSettings => {
  const { stage, written } = readWritten(context, configurations);
  return settingsOf(stage, written);
};

/**
 * Returns the configuration of a stage with every default filled in, after the overrides of the
 * context that begin with `tenantry:`.
 * @throws {ConfigurationError} naming every fault
 */
export const settingsOf = (stage: string, given: object, context: Context = {}): StageSettings => {
  requireStageName(stage);
  const written = withOverrides({ ...STAGE_DEFAULTS[stage], ...given }, prefixed(context));
  // The validation fills in the defaults.
  const candidate: unknown = { ...written };

  const subject = `The configuration of the stage "${stage}"`;
  if (!validate(candidate)) throw new ConfigurationError(subject, (validate.errors ?? []).flatMap(faultsOf));
  const webhookQuota = 'webhookQuota' in written ? candidate.webhookQuota : Math.min(candidate.webhookQuota, endpointCapacity(candidate));
  const configuration: Configuration = { ...candidate, webhookQuota, installation: `${candidate.name}-${stage}` };
  const faults = faultsIn(stage, configuration);
  if (faults.length) throw new ConfigurationError(subject, faults);

  return { stage, configuration };
};

const requireStageName: (stage: unknown) => asserts stage is string = (stage) => {
  if (typeof stage === 'string' && STAGE_PATTERN.test(stage)) return;
  const allowed = stage === undefined ? 'is required, such as dev or prod' : `must match ${STAGE_PATTERN.source}`;
  throw new ConfigurationError('The stage', [{ key: 'stage', value: stage, allowed }]);
};

const stageOf = ({ stage = 'dev' }: Context, configurations: Configurations): string => {
  const known = [...new Set([...Object.keys(configurations), 'local'])];
  requireStageName(stage);
  if (!known.includes(stage)) {
    const allowed = `has neither an entry in tenantry.config.ts nor a file tenantry.${stage}.json; known are ${known.join(', ')}`;
    throw new ConfigurationError('The context', [{ key: 'stage', value: stage, allowed }]);
  }
  return stage;
};
