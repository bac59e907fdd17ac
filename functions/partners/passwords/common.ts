import { brotliDecompressSync } from 'node:zlib';
import { COMMON_CORES } from '../../generated/common-passwords.js';
import { once } from '../../shared/base/once.ts';
import { coreOf } from './core.ts';

const cores = once(() => {
  const text = brotliDecompressSync(Buffer.from(COMMON_CORES, 'base64')).toString();
  const words = new Set<string>();
  let word = '';
  // A capital says how many letters a word has in common with the one before.
  for (const [, shared = '', rest = ''] of text.matchAll(/([A-J])([^A-J]*)/g)) {
    word = word.slice(0, shared.charCodeAt(0) - 'A'.charCodeAt(0)) + rest;
    words.add(word);
  }
  return words;
});

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

/**
 * Replaces signs and digits by the letters that they stand for in passwords, such as `p@ssw0rd`.
 */
export const spellOut = (text: string): string => text.replace(/[@4013!$57]/g, (sign) => SPELLED[sign] ?? sign);

/**
 * True when a password is one of the 20,000 most common ones, or a variant of one (NIST SP 800-63B,
 * 5.1.1.2): with digits and signs around it or between its letters, with signs for letters, or
 * twice.
 */
export const isCommon = (password: string): boolean => {
  const core = coreOf(password);
  const letters = core.replace(/[^\p{L}]/gu, '');
  const forms = [core, spellOut(core), coreOf(spellOut(password)), letters].flatMap((form) => [form, halfOf(form)]);
  return forms.some((form) => cores().has(form));
};

/** Returns the half of a text that is written twice, else the text itself. */
const halfOf = (text: string): string => {
  const half = text.slice(0, text.length / 2);
  return half + half === text ? half : text;
};
