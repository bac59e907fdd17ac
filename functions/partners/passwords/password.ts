import { createHash, randomBytes } from 'node:crypto';
import { Refusal } from '../../shared/contract/problems.ts';
import { normalise } from '../../shared/table/key-encoding.ts';
import { isCommon, spellOut } from './common.ts';

/** The validity of the link of a welcome e-mail, in seconds. */
export const LINK_SECONDS = 72 * 3600;

/** The validity of a link that somebody without credentials has requested, in seconds. */
export const RESET_LINK_SECONDS = 3600;

/** Returns a token of 256 random bits for a link, as 43 characters. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** Returns the stored hash of a token; nobody can set a password with the hash alone. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('base64url');

const MIN_DIFFERENT = 5;
const MIN_OWN = 8;

// The words of lists of leaked passwords (NIST SP 800-63B, 5.1.1.2); `withoutRuns` finds runs such
// as "123456".
const COMMON =
  /passwor[dt]|qwertz?(?:y?uiop)?|asdfgh(?:jkl)?|zxcvbn(?:m)?|letmein|welcome|iloveyou|admin|tenantry|dragon|monkey|sunshine|princess|football|baseball|master|shadow|summer|winter|spring|autumn|secret|login/g;

/**
 * The words that a password must not contain, because they are easy to guess: the names of its user
 * and the service.
 */
export interface PasswordContext {
  readonly userName: string;
  readonly email: string;
  readonly partnerName: string;
  /** Name and stage. */
  readonly installation: string;
}

/**
 * Refuses a password that is easy to guess, with every reason (400 `password-too-weak`). The schema
 * checks its length.
 */
export const requireStrength = (password: string, context: PasswordContext): void => {
  const violations = weaknessesOf(password, context).map(([code, message]) => ({
    in: 'body' as const,
    pointer: '/password',
    code,
    message,
  }));
  if (violations.length === 0) return;
  const reasons = violations.map(({ message }) => message).join('; ');
  throw new Refusal('password-too-weak', `The password is too weak: ${reasons}.`, { violations });
};

type Weakness = readonly [code: string, message: string];

const weaknessesOf = (password: string, { userName, email, partnerName, installation }: PasswordContext): readonly Weakness[] => {
  const plain = normalise(password);
  const texts = [plain, spellOut(plain)];
  const contains = (word: string, least = MIN_WORD): boolean => isContained(texts, normalise(word), least);
  const own = texts.map((text) => withoutRuns(text.replace(COMMON, '')).length);
  const rules: readonly (readonly [boolean, ...Weakness])[] = [
    [new Set(plain).size < MIN_DIFFERENT, 'too-uniform', `must have at least ${MIN_DIFFERENT} different characters`],
    [contains(userName, MIN_USER_NAME), 'holds-user-name', 'must not hold the user name'],
    [contains(mailboxOf(email)), 'holds-email', 'must not hold what stands before the @ of the e-mail address'],
    [contains(partnerName), 'holds-partner-name', 'must not hold the name of the partner'],
    [[SERVICE, nameOf(installation)].some((name) => contains(name)), 'holds-service-name', 'must not hold the name of the service'],
    [isCommon(password) || Math.min(...own) < MIN_OWN, 'common-password', 'must be more than a common password'],
  ];
  return rules.flatMap(([isBroken, ...weakness]) => (isBroken ? [weakness] : []));
};

const SERVICE = 'tenantry';
const MIN_USER_NAME = 3;
const MIN_WORD = 4;
// A shorter word can appear by chance across the words of a phrase.
const MIN_ACROSS = 6;

const mailboxOf = (email: string): string => email.slice(0, email.lastIndexOf('@')).replace(/\+.*$/s, '');

/** Returns the name of an installation without its stage. */
const nameOf = (installation: string): string => installation.split('-')[0] ?? '';

/**
 * True when a word is in one of the texts, or, when it is long, in their letters and digits alone.
 */
const isContained = (texts: readonly string[], word: string, least: number): boolean => {
  if ([...word].length < least) return false;
  const bare = bareOf(word);
  return texts.some((text) => text.includes(word) || (bare.length >= MIN_ACROSS && bareOf(text).includes(bare)));
};

const bareOf = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '');

/**
 * Returns the text without runs of three or more consecutive characters, such as "abc" and "4567".
 */
const withoutRuns = (text: string): string => {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  const follows = (index: number) => (codes[index] ?? 0) - (codes[index - 1] ?? 0) === 1;
  const inRun = (index: number) =>
    (follows(index) && (follows(index - 1) || follows(index + 1))) || (follows(index + 1) && follows(index + 2));
  return [...text].filter((_, index) => !inRun(index)).join('');
};
