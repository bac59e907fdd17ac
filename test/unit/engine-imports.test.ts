import { existsSync, globSync, readFileSync } from 'node:fs';

/** A name that a file of the functions imports from a package of the SDK. */
interface SdkImport {
  readonly file: string;
  readonly module: string;
  readonly name: string;
}

const IMPORT = /import\s+(?!type\b)([^;'"]*?)\s+from\s+'@aws-sdk\/([^']+)'/g;

/** The values that a source imports from the SDK; of types, nothing is left in a bundle. */
const importsIn = (file: string, source: string): readonly SdkImport[] =>
  [...source.matchAll(IMPORT)].flatMap(([, clause = '', module = '']) => namesIn(clause).map((name) => ({ file, module, name })));

const namesIn = (clause: string): readonly string[] => {
  const [, list] = /^\{([\s\S]*)\}$/.exec(clause) ?? [];
  if (list === undefined) return [clause];
  const names = list.split(',').map((each) => each.trim());
  return names.filter((each) => each !== '' && !/^type\s/.test(each)).map((each) => each.split(/\s+as\s+/)[0] ?? each);
};

const sources = globSync('functions/**/*.ts').map((file) => [file, readFileSync(file, 'utf8')] as const);
const imports = sources.flatMap(([file, source]) => importsIn(file, source));

it('names are read from all imports of values', () => {
  const source = `import { type A, B, C as D,\n} from '@aws-sdk/client-x';\nimport type { E } from '@aws-sdk/client-x';`;
  expect(importsIn('a.ts', source).map(({ name }) => name)).toEqual(['B', 'C']);
  expect(imports.length).toBeGreaterThan(20);
});

it.each([...new Set(imports.map(({ module }) => module))])('the engine exports what the functions import from %s', async (module) => {
  const file = `packages/aws-engine/src/${module}.ts`;
  expect(existsSync(file)).toBe(true);
  const engine = (await import(`../../${file}`)) as object;
  const missing = imports.filter((one) => one.module === module && !Object.hasOwn(engine, one.name));
  expect(missing.map(({ file: from, name }) => `${from}: ${name}`)).toEqual([]);
});

it('the functions name packages of the SDK in no other way', () => {
  const statements = /import\s+[^;'"]*?\s+from\s+'@aws-sdk\/[^']+'/g;
  const others = sources.filter(([, source]) => /['"`]@aws-sdk\//.test(source.replace(statements, '')));
  expect(others.map(([file]) => file)).toEqual([]);
});
