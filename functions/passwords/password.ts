import { createHash, randomBytes } from 'node:crypto';
import { Refusal } from '../shared/problems.ts';
import { normalise } from '../shared/spelling.ts';

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

const SPELLED: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '0': 'o',
  '1': 'i',
  '!': 'i',
  '3': 'e',
  $: 's',
  '5': 's',
  '7': 't',
};

/** Refuses a password that is easily guessed; its length was checked before. */
export const requireStrength = (password: string, userName: string): void => {
  const plain = normalise(password);
  if (new Set(plain).size < LEAST_DIFFERENT) throw tooWeak(`it needs at least ${LEAST_DIFFERENT} different characters`);
  if (userName.length > 2 && plain.includes(normalise(userName))) throw tooWeak('it holds the user name');
  const own = [plain, plain.replace(/[@4013!$57]/g, (sign) => SPELLED[sign] ?? sign)].map(
    (text) => withoutRuns(text.replace(COMMON, '')).length,
  );
  if (Math.min(...own) < LEAST_OWN) throw tooWeak('it is little more than a common password');
};

/** The text without runs of three and more characters that follow one another, such as "abc" and "4567". */
const withoutRuns = (text: string): string => {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  const follows = (index: number) => (codes[index] ?? 0) - (codes[index - 1] ?? 0) === 1;
  const inRun = (index: number) =>
    (follows(index) && (follows(index - 1) || follows(index + 1))) || (follows(index + 1) && follows(index + 2));
  return [...text].filter((_, index) => !inRun(index)).join('');
};

const tooWeak = (reason: string) => new Refusal('password-too-weak', `The password is too weak: ${reason}.`);
