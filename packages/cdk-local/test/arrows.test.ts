import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const PACKAGES = join(import.meta.dirname, '../..');

/**
 * The rooms of `src` from the ground up: each imports of rooms in earlier lines alone. `.` is what
 * starts and describes a whole runtime.
 */
const LAYERS: readonly (readonly string[])[] = [
  ['base'],
  ['aws-model', 'template'],
  ['iam'],
  ['dynamodb', 'eventbridge', 'lambda', 'secrets-manager', 'ses', 'sqs'],
  ['custom-resources', 'event-source', 'http-api'],
  ['deploy'],
  ['.'],
];

interface SourceFile {
  /** Such as `cdk-local/src/base/waits.ts`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const importsOf = (path: string, text: string): readonly string[] =>
  [...text.matchAll(/(?:\bfrom|\bimport) ?\(?'([^']+)'/g)].map(([, name = '']) =>
    name.startsWith('.') ? normalize(join(dirname(path), name)) : name,
  );

const files: readonly SourceFile[] = globSync('*/{src,test}/**/*.ts', { cwd: PACKAGES }).map((path) => {
  const text = readFileSync(join(PACKAGES, path), 'utf8');
  return { path, text, imports: importsOf(path, text) };
});

const arrows = files.flatMap(({ path, imports }) => imports.map((target) => ({ path, target, name: `${path} → ${target}` })));

const SRC = 'cdk-local/src/';
const roomOf = (path: string): string => dirname(path.slice(SRC.length)).split('/')[0] ?? '';
const layerOf = (path: string): number => LAYERS.findIndex((rooms) => rooms.includes(roomOf(path)));
const inside = arrows.filter(({ path, target }) => path.startsWith(SRC) && target.startsWith(SRC));

test('every room of the package has a layer, and every layer its rooms', () => {
  const rooms = new Set(files.filter(({ path }) => path.startsWith(SRC)).map(({ path }) => roomOf(path)));
  expect(new Set(LAYERS.flat())).toEqual(rooms);
});

test('a room imports only of rooms below it', () => {
  const crossing = inside.filter(({ path, target }) => roomOf(path) !== roomOf(target));
  expect(crossing.length).toBeGreaterThan(100);
  expect(crossing.filter(({ path, target }) => layerOf(target) >= layerOf(path)).map(({ name }) => name)).toEqual([]);
});

test('no imports go in a circle, types included', () => {
  const targets = new Map(files.map(({ path, imports }) => [path, imports]));
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
    if (done.has(path) || trail.includes(path)) return;
    for (const target of targets.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of targets.keys()) visit(path, []);
  expect(circles).toEqual([]);
});

test('a package imports nothing of what is around it: its own files, and other packages by their names', () => {
  const packageOf = (path: string): string => path.split('/')[0] ?? '';
  const relative = arrows.filter(({ target }) => target.endsWith('.ts') && !target.startsWith('@'));
  expect(relative.length).toBeGreaterThan(300);
  expect(relative.filter(({ path, target }) => packageOf(path) !== packageOf(target)).map(({ name }) => name)).toEqual([]);
});

test.each(['cdk-local', 'event-pattern'])('the dependencies of %s are what its source imports', (name) => {
  const { dependencies = {} } = JSON.parse(readFileSync(join(PACKAGES, name, 'package.json'), 'utf8')) as {
    readonly dependencies?: Readonly<Record<string, string>>;
  };
  const bare = arrows.filter(({ path, target }) => path.startsWith(`${name}/src/`) && !/^(?:node:|[\w-]+\/(?:src|test)\/)/.test(target));
  const imported = new Set(bare.map(({ target }) => /^(?:@[^/]+\/)?[^/]+/.exec(target)?.[0]));
  expect(imported).toEqual(new Set(Object.keys(dependencies)));
});

test('no file speaks of the product that the packages were made for', () => {
  const product = new RegExp(['ten', 'antry'].join(''), 'i');
  const scope = new RegExp(['@ten', 'antry/'].join(''), 'g');
  expect(files.filter(({ text }) => product.test(text.replace(scope, ''))).map(({ path }) => path)).toEqual([]);
});
