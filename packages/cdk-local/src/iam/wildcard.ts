type Test = (text: string) => boolean;

const special = /[.+^$()|[\]{}\\]/g;

/**
 * The source of a regular expression for a text in which `*` stands for any characters and `?` for
 * one; `of` is the class of these.
 */
export const wildcardSource = (pattern: string, of = '[^]'): string =>
  pattern.replace(special, String.raw`\$&`).replaceAll('*', `${of}*`).replaceAll('?', of);

/**
 * Compiles a text with the wildcards `*` and `?`; throws for a policy variable, which is not
 * evaluated here.
 */
export const wildcard = (pattern: string, { ignoreCase = false }: { readonly ignoreCase?: boolean } = {}): Test => {
  refuseVariables(pattern);
  if (/[*?]/.test(pattern) || ignoreCase) {
    const expression = new RegExp(`^${wildcardSource(pattern)}$`, ignoreCase ? 'i' : '');
    return (text) => expression.test(text);
  }
  return (text) => text === pattern;
};

/** Throws when a text holds `${…}`: its value would have to come from the request. */
export const refuseVariables = (text: string): void => {
  if (text.includes('${')) throw new Error(`the policy variable in ${text} is not evaluated locally`);
};
