import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const documents = globSync(['*.md', 'docs/**/*.md']).toSorted();
const decisions = globSync('docs/decisions/*.md').toSorted();

/** The anchors of a page, as GitHub makes them of its headings. */
const anchorsOf = (file: string): ReadonlySet<string> =>
  new Set(
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => /^#{1,6} /.test(line))
      .map((line) =>
        line
          .replace(/^#+ /, '')
          .toLowerCase()
          .replace(/[^\p{L}\p{N}\s_-]/gu, '')
          .replaceAll(' ', '-'),
      ),
  );

const linksOf = (file: string): readonly string[] =>
  [...readFileSync(file, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link).filter((link) => !/^[a-z]+:/.test(link));

const isBroken = (file: string, link: string): boolean => {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? file : join(dirname(file), path);
  return !existsSync(target) || (anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).has(anchor));
};

it.each(documents)('every link of %s leads somewhere', (file) => {
  expect(linksOf(file).filter((link) => isBroken(file, link))).toEqual([]);
});

it('the threat model has an entry for every function that is run by something else than a route', () => {
  const [, functions = ''] = readFileSync('docs/rights.md', 'utf8').split('## Functions');
  const rows = [...(functions.split('\n## ')[0] ?? '').matchAll(/^\| `([^`]+)` \| `([^`]+)`/gm)];
  const routeless = rows
    .filter(([, , runBy = '']) => !/^(GET|POST|PUT|PATCH|DELETE) |^\$default$/.test(runBy))
    .map(([, name = '']) => name);
  expect(routeless).toContain('Publisher/Publish');
  const threats = readFileSync('docs/threat-model.md', 'utf8');
  expect(routeless.filter((name) => !threats.includes(`\n- **\`${name}\`**`))).toEqual([]);
});

it('docs/operations.md names every line that a function writes', () => {
  const sources = globSync('functions/**/*.ts').map((file) => readFileSync(file, 'utf8'));
  const messages = sources.flatMap((text) =>
    [...text.matchAll(/(?:\blog(?:ger)?\.(?:info|warn|error)|\blogMeasured)\('([^']+)'/g)].map(([, message = '']) => message),
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

const NARROW = ['README.md', 'SECURITY.md', 'CONTRIBUTING.md', ...globSync('docs/{decisions/*,design,testing,threat-model}.md')];

it.each(NARROW)('%s has lines of at most 100 columns', (file) => {
  const lines = readFileSync(file, 'utf8').split('\n');
  expect(lines.filter((line) => [...line].length > 100)).toEqual([]);
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
