import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { checkWritable, linesOf, originOf } from '../../prove/report.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenantry-results-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a file that results cannot be written to is refused before anything runs', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() => checkWritable(folder)).toThrow(`The results cannot be written to ${folder}: it is no file.`);
  expect(() => checkWritable(join(folder, 'file', 'below.json'))).toThrow(/^The results cannot be written to .*below\.json: /);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['prove/prove.ts', '--json', folder], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toBe(`The results cannot be written to ${folder}: it is no file.\n\n  npm run prove -- --help\n`);
});

test('the folder of a file is made, and the file is not', () => {
  const file = join(folder, 'new', 'results.json');
  checkWritable(file);
  expect([existsSync(join(folder, 'new')), existsSync(file)]).toEqual([true, false]);
});

test('each promise is said once, with how often it was broken and some of how', () => {
  const violations = [
    ...Array.from({ length: 40 }, (_, number) => ({ promise: 'nothing is lost', detail: `number ${number}` })),
    { promise: 'nothing is there twice', detail: 'one' },
  ];
  expect(linesOf(violations).map((line) => stripVTControlCharacters(line))).toEqual([
    ...['   broken 40 times: nothing is lost', ...[0, 1, 2, 3, 4].map((number) => `      number ${number}`)],
    ...['      and 35 more, in the results', '   broken: nothing is there twice', '      one'],
  ]);
  expect(linesOf([])).toEqual([]);
});

test('results name the commit where there is a repository', () => {
  expect(originOf(folder)).toMatchObject({ commit: undefined, hasOtherChanges: undefined, node: process.version });
  const git = spawnSync('git', ['init', '-q', folder]);
  if (git.status !== 0) return;
  const author = ['-c', 'user.name=somebody', '-c', 'user.email=somebody@example.com'];
  spawnSync('git', ['-C', folder, ...author, 'commit', '-q', '--allow-empty', '-m', 'first']);
  expect(originOf(folder)).toMatchObject({ commit: expect.stringMatching(/^[0-9a-f]{40}$/), hasOtherChanges: true });
});
