import { Ajv } from 'ajv';
import { ConfigurationError, type Fault, faultOf } from './configuration-error.ts';
import { type Context, refuseStrayContext, withOverrides } from './configuration-overrides.ts';
import { type Configuration, configurationSchema, type StageConfiguration } from './configuration-schema.ts';

/** The configuration of each stage, by its name: what tenantry.config.ts exports. */
export type Configurations = Readonly<Record<string, StageConfiguration>>;

/** One installation to synthesise: the name of its stage, and that stage's configuration with every default filled in. */
export interface StageSettings {
  readonly stage: string;
  readonly configuration: Configuration;
}

const STAGE_PATTERN = /^[a-z][a-z0-9-]{0,19}$/;

const LOCAL: StageConfiguration = {
  email: { from: 'accounts@local.tenantry.test', passwordUrl: 'https://accounts.local.tenantry.test/password#' },
  jwt: { issuer: 'https://local.tenantry.test', audience: 'tenantry', jwksUri: 'https://local.tenantry.test/.well-known/jwks.json' },
};

const PROD_DEFAULTS: Partial<StageConfiguration> = { logRetentionDays: 365, retainData: true };

const ajv = new Ajv({ allErrors: true, verbose: true, useDefaults: true, discriminator: true, strictRequired: false });
ajv.addFormat('email', /^[^@\s<>"]+@[^@\s<>"]+\.[^@\s<>"]+$/);
ajv.addFormat('https-url', (text) => /^https:\/\//.test(text) && isUrlWithoutCredentials(text));
ajv.addFormat('web-url', (text) => /^https?:\/\//.test(text) && isUrlWithoutCredentials(text));
const validate = ajv.compile<Omit<Configuration, 'installation'>>(configurationSchema);

/** Reads the stage (`-c stage=…`, default `dev`) and its configuration. @throws {ConfigurationError} naming every fault. */
export const readSettings = (context: Context, configurations: Configurations): StageSettings => {
  refuseStrayContext(context);
  const stage = stageOf(context, configurations);
  const defaults = stage === 'prod' ? PROD_DEFAULTS : {};
  const written = stage === 'local' ? { ...LOCAL, ...configurations.local } : configurations[stage];
  const candidate: unknown = withOverrides({ ...defaults, ...written }, context);

  const subject = `The configuration of the stage "${stage}"`;
  if (!validate(candidate)) throw new ConfigurationError(subject, (validate.errors ?? []).map(faultOf));
  const configuration: Configuration = { ...candidate, installation: `tenantry-${stage}` };
  const faults = [...repeatedNames(configuration), ...plainWebhooks(stage, configuration), ...examples(stage, configuration)];
  if (faults.length) throw new ConfigurationError(subject, faults);

  return { stage, configuration };
};

const stageOf = ({ stage = 'dev' }: Context, configurations: Configurations): string => {
  const known = [...new Set([...Object.keys(configurations), 'local'])];
  if (typeof stage !== 'string' || !STAGE_PATTERN.test(stage)) {
    throw new ConfigurationError('The context', [{ key: 'stage', value: stage, allowed: `must match ${STAGE_PATTERN.source}` }]);
  }
  if (!known.includes(stage)) {
    const allowed = `has no entry in tenantry.config.ts; known are ${known.join(', ')}`;
    throw new ConfigurationError('The context', [{ key: 'stage', value: stage, allowed }]);
  }
  return stage;
};

// Names become logical ids without their hyphens and CloudFormation tells ids apart by case, people do not.
const repeatedNames = ({ webhooks }: Configuration): readonly Fault[] => {
  const names = webhooks.map(({ name }) => name.replaceAll('-', '').toLowerCase());
  return webhooks.flatMap(({ name }, index) =>
    names.indexOf(names[index] ?? '') === index
      ? []
      : [{ key: `webhooks[${index}].name`, value: name, allowed: 'must be unique without regard to case and hyphens' }],
  );
};

const plainWebhooks = (stage: string, { webhooks }: Configuration): readonly Fault[] =>
  webhooks.flatMap(({ url }, index) =>
    url.startsWith('https:') || (stage === 'local' && isLoopback(url))
      ? []
      : [{ key: `webhooks[${index}].url`, value: url, allowed: 'must be an https URL; plain http only on loopback in the stage local' }],
  );

const examples = (stage: string, { jwt, email }: Configuration): readonly Fault[] =>
  Object.entries({
    'jwt.issuer': jwt?.issuer ?? '',
    'jwt.jwksUri': jwt?.jwksUri ?? '',
    'email.from': email.from,
    'email.passwordUrl': email.passwordUrl,
  })
    .filter(([, value]) => stage === 'prod' && /(^|[/.@])example\.com(?=[/:?#]|$)/.test(value))
    .map(([key, value]) => ({ key, value, allowed: 'is still the example; name your own in tenantry.config.ts' }));

const isUrlWithoutCredentials = (text: string): boolean => {
  const url = URL.parse(text);
  return url !== null && url.username === '' && url.password === '';
};

const isLoopback = (text: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(text).hostname);
