import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { makeReseller } from '../integration/samples.ts';
import { type HttpApi, startHttpApi } from './http-api.ts';
import { run } from './run.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const ENTRY = join(ROOT, 'client/index.ts');
const compilerOptions = {
  ...{ strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, verbatimModuleSyntax: true },
  ...{ allowImportingTsExtensions: true, noEmit: true, target: 'es2024', lib: ['es2024', 'dom', 'dom.iterable'] },
  ...{ types: ['node'], module: 'nodenext', skipLibCheck: true },
};

let api: HttpApi;
let folder: string;

beforeAll(async () => {
  [api, folder] = await Promise.all([startHttpApi(), mkdtemp(join(tmpdir(), 'tenantry-page-'))]);
}, 60_000);
afterAll(async () => {
  await api.stop();
  await rm(folder, { recursive: true, force: true });
});

test('the program of the page compiles under the strict compiler, and does what the page says', async () => {
  const page = await readFile(join(ROOT, 'docs/client.md'), 'utf8');
  const blocks = [...page.matchAll(/^```ts\n(.*?)^```/gms)].map(([, block = '']) => block);
  expect(blocks).toHaveLength(4);
  const names = "const { url = '', token = '', resellerId = '' } = process.env;";
  const program = [names, ...blocks].join('\n').replace("'tenantry/client'", JSON.stringify(ENTRY));
  await Promise.all([
    symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules')),
    writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' })),
    writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] })),
    writeFile(join(folder, 'program.ts'), program),
  ]);
  expect(await run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder])).toBe('');
  const token = (await api.api.bearer()).replace('Bearer ', '');
  const env = { url: api.url, token, resellerId: await makeReseller(api.api) };
  const lines = (await run(process.execPath, ['program.ts'], { cwd: folder, env })).trim().split('\n');
  expect([lines[0], lines.at(-3), lines.at(-2), lines.at(-1)]).toEqual(['Contoso', '1', '0', 'Contoso is taken']);
}, 60_000);
