import { readFileSync } from 'node:fs';

/** Reads the code blocks of a language out of a section of CONTRIBUTING.md, in their order. */
export const codeBlocks = (heading: string, language: string): readonly string[] => {
  const sections = readFileSync('CONTRIBUTING.md', 'utf8').split(/^## /m);
  const section = sections.find((one) => one.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`CONTRIBUTING.md has no section "${heading}"`);
  return [...section.matchAll(/^```(\w+)\n(.*?)^```$/gms)].filter(([, of]) => of === language).map(([, , text = '']) => text);
};

/**
 * Applies a diff: for each file a line `--- <file>`, and hunks that begin with `@@` and have lines
 * of context, and lines that are added or removed.
 * @returns the text of every file that changes
 * @throws {Error} when the lines that a hunk rests on are not in its file exactly once
 */
export const applyDiff = (diff: string, read: (file: string) => string): ReadonlyMap<string, string> => {
  const files = new Map<string, string>();
  for (const part of diff.split(/^--- /m).slice(1)) {
    const [file = '', ...hunks] = part.split(/\n@@\n/);
    files.set(file, hunks.reduce(applyHunk, read(file)));
  }
  return files;
};

const applyHunk = (text: string, hunk: string): string => {
  const lines = hunk.trimEnd().split('\n');
  const side = (dropped: string) => lines.filter((line) => line[0] !== dropped).map((line) => line.slice(1));
  const [before, after] = [side('+').join('\n'), side('-').join('\n')];
  if (text.split(before).length !== 2) throw new Error(`the file does not have these lines exactly once:\n${before}`);
  return text.replace(before, () => after);
};
