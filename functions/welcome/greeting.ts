const MOST = 64;

/**
 * Returns the name that a welcome e-mail greets with: letters of any script with their marks, spaces, hyphens and apostrophes, at most
 * 64 characters. Everything else is left out, so that nobody can write a text with a link into an e-mail of the operator's; "there"
 * where nothing is left.
 */
export const greetingName = (name: string): string => {
  const letters = name
    .normalize('NFC')
    // They shape letters, and show nothing.
    .replace(/[\u200C\u200D]/gu, '')
    .replace(/[^\p{L}\p{M} '’-]+/gu, ' ')
    .replace(/ +/gu, ' ')
    .replace(FIRST_NOT_A_LETTER, '');
  return [...letters].slice(0, MOST).join('').replace(LAST_NOT_A_LETTER, '') || 'there';
};

const FIRST_NOT_A_LETTER = /^[^\p{L}]+/u;
const LAST_NOT_A_LETTER = /[^\p{L}\p{M}]+$/u;
