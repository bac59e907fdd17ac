import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { anchorsOf, linksOf } from '../support/markdown.ts';

const tracked = (...patterns: readonly string[]): readonly string[] =>
  execFileSync('git', ['ls-files', '-z', ...patterns], { encoding: 'utf8' })
    .split('\0')
    .filter((file) => file !== '' && existsSync(file));

/**
 * Returns whether `link`, which is relative to the folder `from`, leads to no file, or to no
 * heading of its page.
 */
const isBroken = (from: string, link: string, page = ''): boolean => {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(from, decodeURI(path));
  if (!existsSync(target)) return true;
  return anchor !== undefined && target.endsWith('.md') && !anchorsOf(readFileSync(target, 'utf8')).has(anchor);
};

it.each(tracked('*.md'))('every relative link of %s leads to a file and a heading', (file) => {
  const links = linksOf(readFileSync(file, 'utf8'));
  expect(links.filter((link) => isBroken(dirname(file), link, file))).toEqual([]);
});

it('every link in a generated JSON document of docs/ leads to a page and a heading', () => {
  const links = tracked('docs/*.json').flatMap((file) => linksOf(readFileSync(file, 'utf8')).filter((link) => /\.md(?:#|$)/.test(link)));
  expect(links.length).toBeGreaterThan(0);
  expect(links.filter((link) => isBroken('docs', link))).toEqual([]);
});

it('every page that the code names is there, with its heading', () => {
  const mentions = tracked('*.ts', '*.mjs', '*.json', ':!test', ':!*/test/*').flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\bdocs\/[\w/.-]+\.md(?:#[\w-]+)?/g)].map(([mention]) => ({ file, mention })),
  );
  expect(mentions.length).toBeGreaterThan(20);
  expect(mentions.filter(({ mention }) => isBroken('', mention))).toEqual([]);
});
