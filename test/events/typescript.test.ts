import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const USAGES = resolve('test/events/usages.ts');
const COMPILERS = ['typescript-5', 'typescript-6', 'typescript'];
const RESOLUTIONS = [
  ['nodenext', 'nodenext'],
  ['esnext', 'bundler'],
] as const;
const CASES = COMPILERS.flatMap((compiler) =>
  RESOLUTIONS.filter(([, name]) => name === 'nodenext' || compiler === 'typescript').map(
    (resolution) => [compiler, ...resolution] as const,
  ),
);

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenantry-types-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Compiles a file as a project without Node.js would, and returns what the compiler says. */
const compile = async (file: string, compiler: string, module: string, moduleResolution: string): Promise<string> => {
  const options = {
    ...{ module, moduleResolution, target: 'es2022', lib: ['es2022', 'dom'], types: [], noEmit: true, allowImportingTsExtensions: true },
    ...{ strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, verbatimModuleSyntax: true, skipLibCheck: true },
  };
  const project = join(folder, `${compiler}-${module}.json`);
  await writeFile(project, JSON.stringify({ compilerOptions: options, files: [file] }));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  const child = spawn(process.execPath, [resolve('node_modules', compiler, 'bin/tsc'), '-p', project, '--pretty', 'false']);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const code = await new Promise((done) => child.on('close', done));
  return code === 0 ? 'compiles' : output;
};

test.each(CASES)(
  '%s: the usages compile and what must not does not (%s, %s)',
  async (...how) => {
    expect(await compile(USAGES, ...how)).toBe('compiles');
  },
  120_000,
);

test.each([
  [
    'an event of another name',
    "event['detail-type'] === 'reseller.organization.created' && event.detail.payload.data.userName",
    'userName',
  ],
  ['an event that is not narrowed', 'event.detail.payload.data.email', 'email'],
])('the compiler finds a mistake: %s', async (_, expression, member) => {
  const file = join(folder, 'mistake.ts');
  const imported = `import type { TenantryEvent } from '${resolve('events/index.ts')}';`;
  await writeFile(file, `${imported}\ndeclare const event: TenantryEvent;\nexport const found = ${expression};\n`);
  expect(await compile(file, 'typescript', 'nodenext', 'nodenext')).toContain(`Property '${member}' does not exist`);
});

test('the example of docs/events.md compiles', async () => {
  const [, example = ''] = /^```ts\n(import [^\n]*events\/index\.ts';\n.*?)^```/ms.exec(await readFile('docs/events.md', 'utf8')) ?? [];
  expect(example).toContain('parseEvent(');
  const file = join(folder, 'example.ts');
  await writeFile(file, example.replace('./events/index.ts', resolve('events/index.ts')));
  expect(await compile(file, 'typescript', 'nodenext', 'nodenext')).toBe('compiles');
});
