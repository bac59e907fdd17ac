/** Finds a secret's string by name or ARN, or undefined when there is none. */
export type SecretLookup = (name: string) => string | undefined;

const reference =
  /\{\{resolve:secretsmanager:((?:arn:aws[^:]*:secretsmanager:[^:]*:[^:]*:secret:)?[^:}]+):SecretString:([^:}]*)(?::[^}]*)?\}\}/g;

/**
 * Returns whether a text has a whole dynamic reference; parts of one, which `Fn::Join` puts
 * together, do not count.
 */
export const hasDynamicReference = (text: string): boolean => /\{\{resolve:[^}]*\}\}/.test(text);

/**
 * Replaces `{{resolve:secretsmanager:NAME:SecretString:KEY::}}` by the secret's value; throws,
 * naming it, when the lookup has none.
 */
export const resolveDynamicReferences = (text: string, secrets: SecretLookup): string => {
  const resolved = text.replace(reference, (_, name: string, key: string) => {
    const secret = secrets(name);
    if (secret === undefined) throw new Error(`The template needs the secret ${name}, which has no local value`);
    return key ? member(secret, key) : secret;
  });
  if (hasDynamicReference(resolved)) throw new Error(`The dynamic reference ${resolved} is not supported`);
  return resolved;
};

/**
 * A secret that is no JSON object stands for each of its keys, so that a local value can be given
 * plainly.
 */
const member = (secret: string, key: string): string => {
  try {
    const parsed: unknown = JSON.parse(secret);
    if (typeof parsed === 'object' && parsed !== null && key in parsed) return String((parsed as Record<string, unknown>)[key]);
  } catch {
    return secret;
  }
  return secret;
};
