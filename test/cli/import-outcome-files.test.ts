import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createdFile } from '../../cli/import/outcome/created-file.ts';
import { refusedFile } from '../../cli/import/outcome/refused-file.ts';
import { UsageError } from '../../cli/shared/usage-error.ts';
import { importScene } from './import-scene.ts';
import { importOptions } from './options-of.ts';

const scene = importScene();
const refusal = { original: { row: 1, text: '{}' }, result: { line: 1, status: 409, code: 'name-taken', detail: 'Taken.' } };

test('a file of refused rows takes another name also where its name has no extension', () => {
  const path = scene.file('refused', 'being mended');
  const file = refusedFile(path, undefined);
  file.append([refusal]);
  file.close();
  expect(file.path()).toBe(`${path}-2`);
  expect(readFileSync(path, 'utf8')).toBe('being mended');
});

test('a file of refused rows that could not be written is a usage error before a row is refused', () => {
  expect(() => refusedFile('/nowhere/refused.csv', undefined)).toThrow(UsageError);
  const path = scene.file('organizations.csv', '');
  refusedFile(join(dirname(path), 'refused.csv'), undefined);
  expect(readdirSync(dirname(path))).toEqual(['organizations.csv']);
});

test('refused rows that go nowhere have no file', () => {
  const file = refusedFile('/dev/null', undefined);
  file.append([refusal]);
  file.close();
  expect(file.path()).toBe('/dev/null');
});

test('an error in the middle ends the command with a sentence', async () => {
  const file = scene.file('organizations.csv', 'name,email,allowedUsers\nA,a@b.c,x\n');
  // The name is free, and too long for a file all the same.
  const refused = join(dirname(file), 'x'.repeat(300));
  const { code, stderr } = await scene.start(await scene.server(), [file, '--refused', refused]).ended;
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^The import stopped\. The file of refused rows cannot/) });
});

test('a file of created rows is gone on with, and any other is left as it is', () => {
  const input = scene.file('organizations.csv', 'name,email,allowedUsers\nA,a@b.c,1\n');
  expect(() => createdFile(input)).toThrow(/is there and no file of created rows/);
  expect(readFileSync(input, 'utf8')).toBe('name,email,allowedUsers\nA,a@b.c,1\n');
  const path = scene.file('created.csv', '');
  for (const name of ['A', 'B']) {
    const row = { line: 2, end: 0, key: 'k', bytes: 0, text: JSON.stringify({ name }) };
    const file = createdFile(path);
    file.append([{ row, result: { line: 2, status: 201, id: `id-${name}` } }]);
    file.close();
  }
  expect(readFileSync(path, 'utf8')).toBe('\ufeffrow,id,externalId,name\n2,id-A,,A\n2,id-B,,B\n');
});

test('a cell cannot speak to the terminal', async () => {
  const evil = '\x1b]0;x\x07\u009b2J';
  const file = scene.file('organizations.csv', `name,email,allowedUsers,externalId,\nA,a@b.c,${evil}${'9'.repeat(500)},${evil},${evil}\n`);
  const { stdout } = await scene.start(await scene.server(), [file]).ended;
  expect(stdout).toContain('allowedUsers is "\\u001b]0;x\\u0007\\u009b2J999');
  const header = scene.file('organizations.csv', `name,${evil}\nA,a@b.c\n`);
  const { stderr } = await scene.start({ url: '' }, [header]).ended;
  expect(stderr).toContain('\\u001b]0;x');
  for (const text of [stdout, stderr]) expect(text).not.toMatch(/(?!\n)\p{Cc}/u);
  expect(stdout).not.toContain('9'.repeat(81));
});

test('beside results that are kept nowhere no file is made', () => {
  const options = importOptions(['--reseller', 'r-1', '--results', '/dev/null', 'organizations.csv'], {});
  expect(options).toMatchObject({ results: '/dev/null', created: undefined, refused: undefined });
});
