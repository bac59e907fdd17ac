import { blocksOf, patternOf } from '../support/page.ts';

const blocks = blocksOf('tutorial.md');

const codeIn = (language: string): readonly string[] => blocks.flatMap((block) => (block.language === language ? [block.code] : []));

/** The commands of docs/tutorial.md, a block each. */
export const COMMANDS = codeIn('sh');

/** What the page shows of their output. */
export const OUTPUTS = codeIn('text').map(patternOf);

// The sentence before a file begins with its path.
const pathBefore = (text: string): string => [...text.matchAll(/^`([\w./-]+)`/gm)].at(-1)?.[1] ?? '';

/** The files that the page writes, by their paths. */
export const FILES: Readonly<Record<string, string>> = Object.fromEntries(
  blocks.filter(({ language }) => !['sh', 'text'].includes(language)).map(({ code, before }) => [pathBefore(before), code]),
);
