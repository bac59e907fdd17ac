import { brotliDecompressSync } from 'node:zlib';
import { COMMON_CORES } from '../../generated/common-passwords.js';
import { once } from '../../shared/base/once.ts';
import { coreOf } from './core.ts';

const cores = once(() => new Set(brotliDecompressSync(Buffer.from(COMMON_CORES, 'base64')).toString('utf8').split('\n')));

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
