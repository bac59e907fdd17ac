import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { brotliCompressSync, constants } from 'node:zlib';
import { coreOf } from '../functions/partners/passwords/core.ts';

// Ranked by how often they were found in leaks.
const SOURCE = '@zxcvbn-ts/language-common/src/passwords.json';
const MOST = 20_000;
// Shorter ones stand in passwords by chance.
const LEAST_LENGTH = 4;

/**
 * Creates the module `functions/generated/common-passwords.js`: the most common passwords as they
 * are compared, compressed, in base64. Each begins with a capital that says how many letters it has
 * in common with the one before: a fifth less than a compressed list.
 */
export const commonPasswordsModule = (): string => {
  const ranked = JSON.parse(readFileSync(createRequire(import.meta.url).resolve(SOURCE), 'utf8')) as readonly string[];
  const cores = new Set(ranked.slice(0, MOST).map(coreOf));
  const words = [...cores].filter(({ length }) => length >= LEAST_LENGTH).toSorted(byCodeUnit);
  const text = words.map((word, at) => afterPrevious(word, words[at - 1] ?? '')).join('');
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(text) };
  return `export const COMMON_CORES = '${brotliCompressSync(text, { params }).toString('base64')}';\n`;
};

// `A` is none, `J` nine or more.
const MOST_SHARED = 9;

const afterPrevious = (word: string, previous: string): string => {
  if (/[A-Z]/.test(word)) throw new Error(`${word} has a capital, which begins a word`);
  const differs = [...word].findIndex((letter, at) => at === MOST_SHARED || letter !== previous[at]);
  const shared = differs < 0 ? word.length : differs;
  return String.fromCharCode('A'.charCodeAt(0) + shared) + word.slice(shared);
};

const byCodeUnit = (one: string, other: string): number => (one < other ? -1 : 1);

export const COMMON_PASSWORDS_TYPES = 'export declare const COMMON_CORES: string;\n';
