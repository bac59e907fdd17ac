import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyOf, readSynthesisInputs, reasonFor, type SynthesisInputs } from '../../local/synthesis-inputs.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { PROJECT_INPUTS } from '../../tools/inputs/inputs.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenantry-'));
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  for (const name of ['a.ts', 'b.ts']) writeFileSync(join(folder, name), name);
  rmSync(join(folder, 'c.ts'), { force: true });
});

const KEY = Buffer.alloc(32, 1);
const ENV = { CDK_CONTEXT_JSON: '{}', PATH: '/bin' };
const read = (app = 'node a.ts', env: Readonly<Record<string, string>> = ENV, version = packageJson.version): SynthesisInputs => {
  const inputs = readSynthesisInputs(PROJECT_INPUTS, folder, app, env, { key: KEY, version });
  if (!inputs) throw new Error('too many files');
  return inputs;
};
const write = (name: string) => {
  writeFileSync(join(folder, name), 'another');
  return read();
};
const remove = (name: string) => {
  rmSync(join(folder, name));
  return read();
};

test.each<readonly [reason: string, change: () => SynthesisInputs]>([
  ['a.ts changed', () => write('a.ts')],
  ['c.ts is new', () => write('c.ts')],
  ['b.ts is gone', () => remove('b.ts')],
  ['the configuration changed', () => read('node a.ts', { ...ENV, CDK_CONTEXT_JSON: '{"a":1}' })],
  ['the variable PATH changed', () => read('node a.ts', { ...ENV, PATH: '/usr/bin' })],
  ['the variable CDK_DEBUG is new', () => read('node a.ts', { ...ENV, CDK_DEBUG: '1' })],
  ['the command of the app changed', () => read('node b.ts')],
  ['the version of Tenantry changed', () => read('node a.ts', ENV, '99.0.0')],
])('%s: the key is another, and that is the reason', (reason, change) => {
  const before = read();
  expect(keyOf(read())).toBe(keyOf(before));
  const after = change();
  expect(keyOf(after)).not.toBe(keyOf(before));
  expect(reasonFor(after, [before])).toBe(reason);
});

test('the first synthesis is the first time, and one that is there and was not taken is damaged', () => {
  expect(reasonFor(read(), [])).toBe('first time');
  expect(reasonFor(read(), [read()])).toBe('what was kept is damaged');
});

test('the assembly that is most alike says the reason, and how much else', () => {
  const others = [read('node b.ts', {}), read('node b.ts', ENV), read('c', {})];
  expect(reasonFor(read(), others)).toBe('the command of the app changed');
  expect(reasonFor(read(), others.slice(0, 1))).toBe('the command of the app changed, and 2 more');
});

test('the version is that of the package', () => {
  expect(readSynthesisInputs(PROJECT_INPUTS, folder, 'node a.ts', ENV, { key: KEY })).toEqual(read());
});

test('the order of the variables says nothing', () => {
  const turned = { PATH: '/bin', CDK_CONTEXT_JSON: '{}' };
  expect(keyOf(read('node a.ts', turned))).toBe(keyOf(read()));
});

test('nothing tells the value of a variable, which may be a secret that is short enough to guess', () => {
  const env = { CDK_CONTEXT_JSON: '{"a":1}', TENANTRY_PIN: '1234' };
  const inputs = JSON.stringify(read('node a.ts', env));
  for (const value of Object.values(env)) expect(inputs).not.toContain(createHash('sha256').update(value).digest('hex'));
  const elsewhere = readSynthesisInputs(PROJECT_INPUTS, folder, 'node a.ts', env, { key: Buffer.alloc(32, 2) });
  expect(elsewhere?.['/the variable TENANTRY_PIN']).not.toBe(read('node a.ts', env)['/the variable TENANTRY_PIN']);
});
