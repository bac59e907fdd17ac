import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const page = readFileSync(join(import.meta.dirname, '../../docs/tutorial.md'), 'utf8');

const blocks = [...page.matchAll(/^```(?<language>\w+)\n(?<code>.*?)^```/gms)].map(({ groups, index }) => ({
  language: groups?.language ?? '',
  code: groups?.code ?? '',
  before: page.slice(0, index),
}));

const codeIn = (language: string): readonly string[] => blocks.flatMap((block) => (block.language === language ? [block.code] : []));

/** The commands of docs/tutorial.md, a block each. */
export const COMMANDS = codeIn('sh');

const escapePattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** What the page shows of their output, where `…` is any text. */
export const OUTPUTS = codeIn('text').map((text) => new RegExp(text.trim().split('…').map(escapePattern).join('.*?'), 's'));

// The sentence before a file begins with its path.
const pathBefore = (text: string): string => [...text.matchAll(/^`([\w./-]+)`/gm)].at(-1)?.[1] ?? '';

/** The files that the page writes, by their paths. */
export const FILES: Readonly<Record<string, string>> = Object.fromEntries(
  blocks.filter(({ language }) => !['sh', 'text'].includes(language)).map(({ code, before }) => [pathBefore(before), code]),
);
