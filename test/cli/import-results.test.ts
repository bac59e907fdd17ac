import { readFileSync } from 'node:fs';
import { openResults } from '../../cli/import/results.ts';
import { UsageError } from '../../cli/shared/usage-error.ts';
import { importScene } from './import-scene.ts';

const scene = importScene();
const key = (name: string): string => `import-${name.padEnd(43, '0')}`;
const done = (name: string, more: object = {}): string => JSON.stringify({ line: 2, key: key(name), status: 201, id: 'o-1', ...more });
const refused = (name: string): string => JSON.stringify({ line: 3, key: key(name), status: 409, code: 'name-taken', detail: 'Taken.' });

const open = async (content: string, dryRun = false) => {
  const path = scene.file('results.jsonl', content);
  const results = await openResults(path, dryRun);
  return { results, text: () => readFileSync(path, 'utf8') };
};

test('a row that was created is done; one that was refused is not', async () => {
  const { results } = await open(`${done('a')}\n${refused('b')}\n${done('c', { replayed: true })}\n`);
  expect(['a', 'b', 'c', 'd'].map((name) => results.isDone(key(name)))).toEqual([true, false, true, false]);
  results.close();
});

test.each([
  ['cut off', '{"line":4,"ke'],
  ['hardly begun', '{'],
  ['whole except for its line feed', done('x')],
])('a last line that is %s is taken away before more is written', async (_, half) => {
  const { results, text } = await open(`${done('a')}\n${half}`);
  results.append([{ line: 4, key: key('b'), status: 201, id: 'o-2' }]);
  results.close();
  expect(text()).toBe(`${done('a')}\n{"line":4,"key":"${key('b')}","status":201,"id":"o-2"}\n`);
  expect(results.isDone(key('x'))).toBe(false);
});

test('a file of half a line begins anew', async () => {
  const { results, text } = await open('{"li');
  results.close();
  expect(text()).toBe('');
});

test('a line that a disk has spoiled is passed over', async () => {
  const { results } = await open(`${done('a')}\n\0\0\0\n${'x'.repeat(2_000_000)}\nnull\n${done('b')}\n`);
  expect([results.isDone(key('a')), results.isDone(key('b'))]).toEqual([true, true]);
  results.close();
});

test.each([
  ['a CSV', 'name,email\nA,a@b.c\n'],
  ['a word', 'name'],
  ['other JSON', '{"name":"A"}\n'],
  ['a blank line', '\n'],
  ['a very long line', 'x'.repeat(2_000_000)],
])('%s is no result file and is left as it is', async (_, content) => {
  const path = scene.file('organizations.csv', content);
  await expect(openResults(path, false)).rejects.toThrow(UsageError);
  expect(readFileSync(path, 'utf8')).toBe(content);
});

test.each([
  ['/dev/null/results.jsonl', /cannot be read: ENOTDIR/],
  ['/', /cannot be read: EISDIR/],
  ['/nowhere/results.jsonl', /cannot be written: ENOENT/],
])('a result file at %s is a usage error', async (path, message) => {
  const opening = openResults(path, false);
  await expect(opening).rejects.toThrow(UsageError);
  await expect(opening).rejects.toThrow(message);
});

test('what a dry run writes is marked, so that no run takes it for done, and a dry run takes no row for done', async () => {
  const dry = await open(`${done('a')}\n`, true);
  expect(dry.results.isDone(key('a'))).toBe(false);
  dry.results.append([{ line: 4, key: key('b'), status: 201 }]);
  dry.results.close();

  const { results } = await open(dry.text());
  expect([results.isDone(key('a')), results.isDone(key('b'))]).toEqual([true, false]);
  results.close();
});
