import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { makeReseller } from '../integration/samples.ts';
import { type HttpApi, startHttpApi } from './http-api.ts';
import { run } from './run.ts';

const HERE = import.meta.dirname;
const MODULES = resolve(HERE, '../../node_modules');
// What a user of the client has: the strict compiler.
const TSCONFIG = {
  compilerOptions: {
    ...{ strict: true, noUncheckedIndexedAccess: true, verbatimModuleSyntax: true, erasableSyntaxOnly: true },
    ...{ target: 'es2024', lib: ['es2024', 'dom', 'dom.iterable'], types: ['node'], skipLibCheck: true },
    ...{ module: 'nodenext', noEmit: true, allowImportingTsExtensions: true },
  },
  include: ['*.ts', 'client'],
};
const PACKAGE = {
  type: 'module',
  imports: { '#client': './client/index.ts', '#client/http': './client/client/index.ts', '#client/zod': './client/zod.gen.ts' },
};

let api: HttpApi;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenantry-client-'));
  const files = [
    symlink(MODULES, join(folder, 'node_modules')),
    writeFile(join(folder, 'package.json'), JSON.stringify(PACKAGE)),
    writeFile(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG)),
    copyFile(join(HERE, 'use-client.ts'), join(folder, 'use-client.ts')),
    mkdir(join(folder, 'client')),
  ];
  await Promise.all(files);
  [api] = await Promise.all([startHttpApi(), run(process.execPath, [join(HERE, 'generate-typescript.ts'), join(folder, 'client')])]);
}, 60_000);
afterAll(async () => {
  await api?.stop();
  await rm(folder, { recursive: true, force: true });
});

test('a generated client compiles under the strict compiler, with one type for each answer', async () => {
  expect(await run(process.execPath, [join(MODULES, 'typescript/bin/tsc'), '-p', folder])).toBe('');
}, 60_000);

test('a generated client creates and reads "Contoso", refuses what is no name, and parses every webhook', async () => {
  const resellerId = await makeReseller(api.api);
  const given = { url: api.url, resellerId, name: 'Contoso', webhooks: await api.webhooks() };
  const token = (await api.api.bearer()).replace('Bearer ', '');
  const use = (more: object = {}) =>
    run(process.execPath, ['use-client.ts'], { cwd: folder, env: { GIVEN: JSON.stringify({ ...given, token, ...more }) } });
  const { made, read, code, refused, names } = JSON.parse(await use());
  expect(made).toMatchObject({ name: 'Contoso', metadata: { tier: 'gold' }, version: 1 });
  expect([read, code, names]).toEqual([made, 'organization-not-found', ['reseller.created']]);
  expect(refused).toMatch(/name/);
  const again = JSON.parse(await use({ name: 'Acme', webhooks: await api.webhooks() }));
  expect([again.made.name, again.names]).toEqual(['Acme', expect.arrayContaining(['Contoso'])]);
}, 60_000);
