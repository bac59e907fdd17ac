import { type PasswordRequest, randomPassword } from '../secrets-manager/random-password.ts';
import type { Secrets } from '../secrets-manager/secrets.ts';
import type { Model, Resource } from '../template/model.ts';
import { type Refuse, readEach } from '../template/read-each.ts';

interface SecretProperties {
  readonly Name?: string;
  readonly SecretString?: string;
  readonly GenerateSecretString?: PasswordRequest & { readonly SecretStringTemplate?: string; readonly GenerateStringKey?: string };
}

/**
 * Creates the template's secrets, or finds those that were kept; what cannot be created is refused.
 */
export const deploySecrets = (model: Model, secrets: Secrets, refuse: Refuse): void => {
  const deploy = (resource: Resource) => {
    const properties = resource.properties() as SecretProperties;
    const { ref: arn, attributes } = resource.reference();
    secrets.create(arn, attributes.Name ?? arn, () => firstValue(properties));
  };
  readEach(model.ofType('AWS::SecretsManager::Secret'), deploy, refuse);
};

/** Creates the secrets that the template imports by name, with the values of this start. */
export const importSecrets = ({ environment }: Model, secrets: Secrets, values: Readonly<Record<string, string>>): void => {
  const { region, account } = environment;
  for (const [name, value] of Object.entries(values)) {
    const arn = `arn:aws:secretsmanager:${region}:${account}:secret:${name}-000000`;
    secrets.create(arn, name, () => value);
    if (secrets.value(arn) !== value) secrets.put(arn, value);
  }
};

const firstValue = ({ SecretString, GenerateSecretString }: SecretProperties): string | undefined => {
  if (GenerateSecretString === undefined) return SecretString;
  const { SecretStringTemplate, GenerateStringKey, ...request } = GenerateSecretString;
  const generated = randomPassword(request);
  if (SecretStringTemplate === undefined || GenerateStringKey === undefined) return generated;
  return JSON.stringify({ ...(JSON.parse(SecretStringTemplate) as object), [GenerateStringKey]: generated });
};
