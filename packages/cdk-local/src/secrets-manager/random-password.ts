import { randomInt } from 'node:crypto';

/** `GenerateSecretString` of a template, or the input of GetRandomPassword. */
export interface PasswordRequest {
  readonly PasswordLength?: number;
  readonly ExcludeCharacters?: string;
  readonly ExcludeLowercase?: boolean;
  readonly ExcludeUppercase?: boolean;
  readonly ExcludeNumbers?: boolean;
  readonly ExcludePunctuation?: boolean;
  readonly IncludeSpace?: boolean;
  /** At least one character of every kind that is not excluded; so unless false. */
  readonly RequireEachIncludedType?: boolean;
}

const LOWERCASE = 'abcdefghijklmnopqrstuvwxyz';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** The characters of each kind that may be used. */
const kinds = (request: PasswordRequest): readonly string[] => {
  const without = (characters: string) => [...characters].filter((one) => !request.ExcludeCharacters?.includes(one)).join('');
  const included = [
    request.ExcludeLowercase ? '' : LOWERCASE,
    request.ExcludeUppercase ? '' : LOWERCASE.toUpperCase(),
    request.ExcludeNumbers ? '' : '0123456789',
    request.ExcludePunctuation ? '' : PUNCTUATION,
    request.IncludeSpace ? ' ' : '',
  ];
  return included.map(without).filter((characters) => characters !== '');
};

const anyOf = (characters: string): string => characters.charAt(randomInt(characters.length));

const shuffled = (characters: readonly string[]): string => {
  const mixed = [...characters];
  for (let index = mixed.length - 1; index > 0; index -= 1) {
    const other = randomInt(index + 1);
    [mixed[index], mixed[other]] = [mixed[other] ?? '', mixed[index] ?? ''];
  }
  return mixed.join('');
};

/**
 * A random text as Secrets Manager would generate it, 32 characters unless asked otherwise; throws
 * when no character is left or they are too few for each kind.
 */
export const randomPassword = (request: PasswordRequest): string => {
  const length = Number(request.PasswordLength ?? 32);
  const allowed = kinds(request);
  const required = (request.RequireEachIncludedType ?? true) ? allowed.map(anyOf) : [];
  if (allowed.length === 0 || !(length >= Math.max(1, required.length) && length <= 4096))
    throw new Error('GenerateSecretString leaves no character to use, or asks for a length that cannot be met');
  const rest = Array.from({ length: length - required.length }, () => anyOf(allowed.join('')));
  return shuffled([...required, ...rest]);
};
