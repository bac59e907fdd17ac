import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { ENTRY_POINTS } from '../../lib/base/bundle.ts';
import { bundlesIn } from './bundles.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenantry-'));
afterAll(() => rmSync(folder, { recursive: true }));

const assets = bundlesIn(join(folder, 'a')).map((name) => join(folder, 'a', name));

it('each function has a bundle of its own, with a source map beside it that Node.js does not look for', () => {
  expect(assets).toHaveLength(ENTRY_POINTS.length);
  for (const asset of assets) {
    expect(readdirSync(asset).toSorted()).toEqual(['index.mjs', 'index.mjs.map.br']);
    expect(readFileSync(join(asset, 'index.mjs'), 'utf8')).not.toContain('sourceMappingURL');
  }
});

it('a source map names the sources as the repository does, and does not hold them', () => {
  const map = brotliDecompressSync(readFileSync(join(folder, 'a', 'bundle', 'system-fallback', 'index.mjs.map.br'))).toString();
  const { sources, sourcesContent } = JSON.parse(map) as { readonly sources: readonly string[]; readonly sourcesContent?: unknown };
  expect(sources).toContain('functions/system/fallback.ts');
  expect(sources.filter((source) => !/^(?:functions|lib|docs|node_modules)\//.test(source))).toEqual([]);
  expect(sourcesContent).toBeUndefined();
});

it('all source maps together have at most 3 MB', () => {
  const sizes = assets.map((asset) => statSync(join(asset, 'index.mjs.map.br')).size);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(3_000_000);
});

it('what binds tokens, for which Cognito waits, is smaller than the smallest operation that reads the table', () => {
  const { outputs } = JSON.parse(readFileSync(join(folder, 'a', 'bundle', 'metafile.json'), 'utf8')) as {
    readonly outputs: Readonly<Record<string, { readonly bytes: number }>>;
  };
  const sizeOf = (name: string) => Object.entries(outputs).find(([path]) => path.endsWith(`/${name}/index.mjs`))?.[1].bytes;
  expect(sizeOf('identity-bind')).toBeLessThan(sizeOf('system-health') ?? 0);
});
