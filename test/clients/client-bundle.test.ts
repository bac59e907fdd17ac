import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { createTenantryClient } from '../../client/index.ts';
import { sourceFiles } from '../unit/source-files.ts';
import { run } from './run.ts';

const ENTRY = resolve(import.meta.dirname, '../../client/index.ts');
const bundle = async (format: 'esm' | 'iife'): Promise<string> => {
  const options = { bundle: true, minify: true, platform: 'browser', write: false, globalName: 'tenantry' } as const;
  const { outputFiles } = await build({ ...options, entryPoints: [ENTRY], format });
  return outputFiles[0]?.text ?? '';
};

test('the client has at most 12 KB, compressed', async () => {
  expect(gzipSync(await bundle('esm'), { level: 9 }).length).toBeLessThanOrEqual(12 * 1024);
});

test('the client imports nothing but itself', () => {
  const files = sourceFiles('client');
  expect(files.length).toBeGreaterThan(7);
  const outside = files.flatMap(({ path, imports }) =>
    imports.filter((name) => !/^[\w/-]+\.ts$/.test(name)).map((name) => `${path} → ${name}`),
  );
  expect(outside).toEqual([]);
});

test('the client runs where there is nothing but what browsers have', async () => {
  const urls: string[] = [];
  const fetch = async (url: string) => {
    urls.push(url);
    return Response.json([{ id: 'o1' }]);
  };
  const web = { AbortController, Headers, TextEncoder, URL, URLSearchParams, btoa, clearTimeout, crypto, fetch, setTimeout };
  const context = createContext({ ...web });
  runInContext(await bundle('iife'), context);
  const { createTenantryClient: create } = runInContext('tenantry', context) as { createTenantryClient: typeof createTenantryClient };
  const client = create({ url: 'https://api.example.com', auth: { username: 'u', password: 'p' } });
  const ids: string[] = [];
  for await (const { id } of client.organizations.list({ resellerId: 'r1' })) ids.push(id);
  await client.organizations.restore({ resellerId: 'r1', id: 'o1' });
  expect([ids, urls.length]).toEqual([['o1'], 2]);
});

const compilerOptions = {
  ...{ strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, verbatimModuleSyntax: true },
  ...{ erasableSyntaxOnly: true, isolatedModules: true, allowImportingTsExtensions: true, noEmit: true },
  ...{ target: 'es2024', lib: ['es2024', 'dom', 'dom.iterable'], types: [], module: 'nodenext' },
};

test.each(['typescript', 'typescript-6', 'typescript-5'])('the client compiles with the types of browsers, by %s', async (compiler) => {
  const folder = await mkdtemp(join(tmpdir(), 'tenantry-browser-'));
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [ENTRY] }));
  const tsc = resolve(import.meta.dirname, '../../node_modules', compiler, 'bin/tsc');
  expect(await run(process.execPath, [tsc, '-p', folder])).toBe('');
  await rm(folder, { recursive: true, force: true });
});
