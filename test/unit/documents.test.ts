import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { wideLines, wideRows } from '../support/markdown.ts';

const decisions = globSync('docs/decisions/*.md').toSorted();

/** The rows of tables, as cells. */
const rowsOf = (text: string): readonly (readonly string[])[] =>
  text
    .split('\n')
    .filter((line) => /^\|.*\|$/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    );

it('the runbook begins with a table by symptom: symptom, first command, next', () => {
  const text = readFileSync('docs/runbook.md', 'utf8');
  const [, bySymptom = ''] = text.split(/^## /m);
  const defined = new Set([...text.matchAll(/^(\[[^\]]+\]): /gm)].map(([, label]) => label));
  const [head, , ...rows] = rowsOf(bySymptom);
  expect(bySymptom).toMatch(/^By symptom\n/);
  expect(head).toEqual(['symptom', 'first command', 'next']);
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.filter(([, , next = '']) => !defined.has(next))).toEqual([]);
});

it('the threat model has an entry for every function that is run by something else than a route', () => {
  const [, functions = ''] = readFileSync('docs/rights.md', 'utf8').split('## Functions');
  const rows = [...(functions.split('\n## ')[0] ?? '').matchAll(/^- \*\*`([^`]+)`\*\*, `([^`]+)`/gm)];
  const routeless = rows
    .filter(([, , runBy = '']) => !/^(ANY|POST|PUT|PATCH|DELETE) |^\$default$/.test(runBy))
    .map(([, name = '']) => name);
  expect(routeless).toContain('Publisher/Publish');
  const threats = readFileSync('docs/threat-model.md', 'utf8');
  expect(routeless.filter((name) => !threats.includes(`\n- **\`${name}\`**`))).toEqual([]);
});

it('docs/operations.md names every line that a function writes', () => {
  const sources = globSync('functions/**/*.ts').map((file) => readFileSync(file, 'utf8'));
  const messages = sources.flatMap((text) =>
    [...text.matchAll(/(?:\blog(?:ger)?\.(?:info|warn|error)|\blogMetrics)\('([^']+)'/g)].map(([, message = '']) => message),
  );
  const operations = readFileSync('docs/operations.md', 'utf8');
  expect(messages.length).toBeGreaterThan(15);
  expect(messages.filter((message) => !operations.includes(`\`${message}\``))).toEqual([]);
});

it.each([
  ['README.md', 120],
  ['SECURITY.md', 90],
])('%s is a page: at most %d lines', (file, most) => {
  expect(readFileSync(file, 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(most);
});

it('every threat names the tests that show what stands against it', () => {
  const sections = readFileSync('docs/threat-model.md', 'utf8').split(/^##+ /m);
  const threats = sections.filter((section) => section.includes('- **Remains:**'));
  expect(threats.length).toBeGreaterThan(20);
  expect(threats.filter((threat) => !threat.includes('- **Tests:**')).map((threat) => threat.split('\n')[0])).toEqual([]);
});

it.each(decisions)('%s says context, decision, consequences and what was rejected', (file) => {
  expect(readFileSync(file, 'utf8').match(/^## .*$/gm)).toEqual(['## Context', '## Decision', '## Consequences', '## Rejected']);
});

it('CONTRIBUTING.md lists every decision by its title', () => {
  const contributing = readFileSync('CONTRIBUTING.md', 'utf8').replace(/\s+/g, ' ');
  expect(decisions.length).toBeGreaterThan(15);
  for (const file of decisions) {
    const [, number, title] = /^# (\d+)\. (.*)/.exec(readFileSync(file, 'utf8')) ?? [];
    expect(contributing).toContain(`- [${number}](${file}): ${title}`);
  }
});

it('the map in CONTRIBUTING.md has every folder of the repository', () => {
  const [, map = ''] = readFileSync('CONTRIBUTING.md', 'utf8').split('\n## Map of the repository\n');
  const mapped = new Set([...map.matchAll(/`([\w-]+)\/[\w/.-]*`/g)].map(([, folder]) => folder));
  const files = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).split('\n');
  const folders = new Set(files.flatMap((file) => /^([^./][^/]*)\//.exec(file)?.[1] ?? []));
  expect(folders.size).toBeGreaterThan(8);
  expect([...folders].filter((folder) => !mapped.has(folder))).toEqual([]);
});

// Changes of former versions stay as they were written.
const pages = execFileSync('git', ['ls-files', '*.md'], { encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && file !== 'CHANGELOG.md');

it.each(pages)('%s has lines of at most 100 columns and narrow tables', (file) => {
  const page = readFileSync(file, 'utf8');
  expect(wideLines(page, 100)).toEqual([]);
  expect(wideRows(page, { columns: 5, width: 80 })).toEqual([]);
});
