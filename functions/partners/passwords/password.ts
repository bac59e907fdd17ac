import { createHash, randomBytes } from 'node:crypto';
import { Refusal } from '../../shared/contract/problems.ts';
import { normalise } from '../../shared/table/key-encoding.ts';
import { isCommon, spelledOut } from './common.ts';

/** How long the link of a welcome e-mail is valid, in seconds. */
export const LINK_SECONDS = 72 * 3600;

/** A token of 256 random bits for a link, as 43 characters. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** What is stored of a token: with this alone nobody can set a password. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('base64url');

const LEAST_DIFFERENT = 5;
const LEAST_OWN = 8;

// What lists of leaked passwords are made of (NIST SP 800-63B, 5.1.1.2); runs such as "123456" are found by themselves.
const COMMON =
  /passwor[dt]|qwertz?(?:y?uiop)?|asdfgh(?:jkl)?|zxcvbn(?:m)?|letmein|welcome|iloveyou|admin|tenantry|dragon|monkey|sunshine|princess|football|baseball|master|shadow|summer|winter|spring|autumn|secret|login/g;

/** What a password must not hold, being easily found out: the words that its user and the service are called by. */
export interface PasswordContext {
  readonly userName: string;
  readonly email: string;
  readonly partnerName: string;
  /** Name and stage. */
  readonly installation: string;
}

/** Refuses a password that is easily guessed, with every reason (400 `password-too-weak`); its length was checked before. */
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
  const texts = [plain, spelledOut(plain)];
  const holds = (word: string, least = LEAST_WORD): boolean => isHeld(texts, normalise(word), least);
  const own = texts.map((text) => withoutRuns(text.replace(COMMON, '')).length);
  const rules: readonly (readonly [boolean, ...Weakness])[] = [
    [new Set(plain).size < LEAST_DIFFERENT, 'too-uniform', `must have at least ${LEAST_DIFFERENT} different characters`],
    [holds(userName, LEAST_USER_NAME), 'holds-user-name', 'must not hold the user name'],
    [holds(mailboxOf(email)), 'holds-email', 'must not hold what stands before the @ of the e-mail address'],
    [holds(partnerName), 'holds-partner-name', 'must not hold the name of the partner'],
    [[SERVICE, nameOf(installation)].some((name) => holds(name)), 'holds-service-name', 'must not hold the name of the service'],
    [isCommon(password) || Math.min(...own) < LEAST_OWN, 'common-password', 'must be more than a common password'],
  ];
  return rules.flatMap(([isBroken, ...weakness]) => (isBroken ? [weakness] : []));
};

const SERVICE = 'tenantry';
const LEAST_USER_NAME = 3;
const LEAST_WORD = 4;
// A shorter word stands by chance across the words of a phrase.
const LEAST_ACROSS = 6;

const mailboxOf = (email: string): string => email.slice(0, email.lastIndexOf('@')).replace(/\+.*$/s, '');

/** The name of an installation without its stage. */
const nameOf = (installation: string): string => installation.split('-')[0] ?? '';

/** Whether a word stands in one of the texts, also with other signs or none between its letters when it is long. */
const isHeld = (texts: readonly string[], word: string, least: number): boolean => {
  if ([...word].length < least) return false;
  const bare = bareOf(word);
  return texts.some((text) => text.includes(word) || (bare.length >= LEAST_ACROSS && bareOf(text).includes(bare)));
};

const bareOf = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '');

/** The text without runs of three and more characters that follow one another, such as "abc" and "4567". */
const withoutRuns = (text: string): string => {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  const follows = (index: number) => (codes[index] ?? 0) - (codes[index - 1] ?? 0) === 1;
  const inRun = (index: number) =>
    (follows(index) && (follows(index - 1) || follows(index + 1))) || (follows(index + 1) && follows(index + 2));
  return [...text].filter((_, index) => !inRun(index)).join('');
};
