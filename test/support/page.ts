import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A block of code of a page, in its order. */
export interface Block {
  readonly language: string;
  readonly code: string;
  /** The page before it. */
  readonly before: string;
}

/** Reads the blocks of code of a page of docs/. */
export const blocksOf = (name: string): readonly Block[] => {
  const page = readFileSync(join(import.meta.dirname, '../../docs', name), 'utf8');
  return [...page.matchAll(/^```(?<language>\w+)\n(?<code>.*?)^```/gms)].map(({ groups, index }) => ({
    language: groups?.language ?? '',
    code: groups?.code ?? '',
    before: page.slice(0, index),
  }));
};

const escapePattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** Returns what an output of a page matches, where `…` is any text. */
export const patternOf = (text: string): RegExp => new RegExp(text.trim().split('…').map(escapePattern).join('.*?'), 's');
