import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { hashFiles } from '../../tools/inputs/hash-files.ts';
import { PROJECT_INPUTS, SYNTHESIS_INPUTS, VALIDATOR_INPUTS } from '../../tools/inputs/inputs.ts';
import { withLockFiles } from '../../tools/inputs/lock-files.ts';
import { isMadeOf, noteMadeOf } from '../../tools/inputs/up-to-date.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const project = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-'));
  folders.push(folder);
  for (const path of ['package-lock.json', 'functions/a.ts', 'lib/b.ts', 'cdk.json', 'docs/openapi.json']) put(folder, path, path);
  return folder;
};

const put = (root: string, path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};

/** Whether a change of a new project changes the hash of what a synthesis reads. */
const isNoticed = (act: (root: string) => void, inputs = SYNTHESIS_INPUTS): boolean => {
  const root = project();
  const before = hashFiles(inputs, root);
  expect(hashFiles(inputs, root)).toBe(before);
  act(root);
  return hashFiles(inputs, root) !== before;
};

test.each<readonly [change: string, act: (root: string) => void]>([
  ['a source', (root) => put(root, 'functions/a.ts', 'other')],
  ['a source that is gone', (root) => rmSync(join(root, 'lib/b.ts'))],
  ['a new source', (root) => put(root, 'lib/data/c.ts', '')],
  ['the configuration of a stage', (root) => put(root, 'tenantry.local.json', '{}')],
  ['a document that a function serves', (root) => put(root, 'docs/openapi.json', '{}')],
  ['a folder that only the configuration can know', (root) => put(root, 'settings/prod.json', '{}')],
  ['the lock file', (root) => put(root, 'package-lock.json', '{}')],
  ['what is installed', (root) => put(root, 'node_modules/.package-lock.json', '{}')],
  [
    'text that moves from one file to the next',
    (root) => {
      put(root, 'functions/a.ts', 'functions/a.tslib');
      put(root, 'lib/b.ts', '/b.ts');
    },
  ],
])('a synthesis is made again after a change of %s', (_, act) => {
  expect(isNoticed(act)).toBe(true);
});

describe('an app in a workspace', () => {
  const workspace = (): readonly [root: string, app: string] => {
    const root = project();
    rmSync(join(root, 'package-lock.json'));
    put(root, 'apps/shop/bin/app.ts', '');
    return [root, join(root, 'apps/shop')];
  };
  const hashOf = (app: string) => hashFiles(withLockFiles(PROJECT_INPUTS, app), app);

  test.each([
    ['package-lock.json', 'node_modules/.package-lock.json'],
    ['pnpm-lock.yaml', 'node_modules/.pnpm/lock.yaml'],
    ['yarn.lock', 'node_modules/.yarn-state.yml'],
  ])('is made again after a change of %s or %s above it', (lock, installed) => {
    const [root, app] = workspace();
    put(root, lock, '1');
    const before = hashOf(app);
    put(root, lock, '2');
    const after = hashOf(app);
    put(root, installed, '3');
    expect(new Set([before, after, hashOf(app)]).size).toBe(3);
    expect(hashOf(app)).toBe(hashOf(app));
  });

  test('has the nearest lock file, and no other', () => {
    const [root, app] = workspace();
    put(root, 'package-lock.json', '1');
    put(root, 'apps/package-lock.json', '1');
    const before = hashOf(app);
    put(root, 'package-lock.json', '2');
    expect(hashOf(app)).toBe(before);
    put(root, 'apps/package-lock.json', '2');
    expect(hashOf(app)).not.toBe(before);
  });
});

test.each([
  'test/a.test.ts',
  'docs/design.md',
  'functions/generated/a.js',
  '.git/HEAD',
  '.tenantry/signing-key.json',
  'cdk.out/manifest.json',
])('a synthesis is not made again for %s', (path) => {
  expect(isNoticed((root) => put(root, path, ''))).toBe(false);
});

test('validators are made again after a change of functions and tools, not of constructs', () => {
  expect(isNoticed((root) => put(root, 'tools/validators.ts', ''), VALIDATOR_INPUTS)).toBe(true);
  expect(isNoticed((root) => put(root, 'lib/b.ts', ''), VALIDATOR_INPUTS)).toBe(false);
});

test('a link counts as the file that it leads to, and one to a folder that it is in is no circle', () => {
  const root = project();
  symlinkSync(root, join(root, 'lib', 'again'), 'junction');
  put(root, 'elsewhere/c.ts', '1');
  symlinkSync(join(root, 'elsewhere', 'c.ts'), join(root, 'lib', 'c.ts'));
  const inputs = { paths: ['lib'], isExcluded: () => false };
  const before = hashFiles(inputs, root);
  put(root, 'elsewhere/c.ts', '2');
  expect(hashFiles(inputs, root)).not.toBe(before);
});

test('a project with the data of a database among its files has no hash', () => {
  const root = project();
  put(root, 'data/table', '');
  truncateSync(join(root, 'data', 'table'), 65 * 1024 * 1024);
  expect(hashFiles(SYNTHESIS_INPUTS, root)).toBeUndefined();
});

test('generated files are up to date while inputs and files are those that were noted', () => {
  const folder = pathToFileURL(`${project()}/functions/generated/`);
  const root = join(folder.pathname, '..', '..');
  put(root, 'functions/generated/a.js', '1');
  expect(isMadeOf('hash', folder)).toBe(false);

  noteMadeOf('hash', folder);
  expect(isMadeOf('hash', folder)).toBe(true);
  expect(isMadeOf('other', folder)).toBe(false);
  expect(isMadeOf(undefined, folder)).toBe(false);

  put(root, 'functions/generated/a.js', '2');
  expect(isMadeOf('hash', folder)).toBe(false);
  put(root, 'functions/generated/a.js', '1');
  expect(isMadeOf('hash', folder)).toBe(true);
  rmSync(join(root, 'functions/generated/a.js'));
  expect(isMadeOf('hash', folder)).toBe(false);
  put(root, 'functions/generated/a.js', '1');
  writeFileSync(new URL('.made-of.json', folder), readFileSync(new URL('.made-of.json', folder), 'utf8').slice(0, 20));
  expect(isMadeOf('hash', folder)).toBe(false);
});
