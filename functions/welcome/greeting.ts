const MAX_CHARACTERS = 64;

/**
 * Returns the name for the greeting of a welcome e-mail: letters of any script with their marks,
 * spaces, hyphens and apostrophes, at most 64 characters. Everything else is removed, so that
 * nobody can put a text with a link into the operator's e-mail. Returns "there" when nothing is
 * left.
 */
export const greetingName = (name: string): string => {
  const letters = name
    .normalize('NFC')
    // Joiners shape letters, and show nothing.
    .replace(/[\u200C\u200D]/gu, '')
    .replace(/[^\p{L}\p{M} '’-]+/gu, ' ')
    .replace(/ +/gu, ' ')
    .replace(FIRST_NOT_A_LETTER, '');
  return [...letters].slice(0, MAX_CHARACTERS).join('').replace(LAST_NOT_A_LETTER, '') || 'there';
};

const FIRST_NOT_A_LETTER = /^[^\p{L}]+/u;
const LAST_NOT_A_LETTER = /[^\p{L}\p{M}]+$/u;
