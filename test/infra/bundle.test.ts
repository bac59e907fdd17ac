import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENTRY_POINTS } from '../../lib/base/bundle.ts';
import { bundlesIn } from './bundles.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenantry-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('each function has a bundle of its own', () => {
  expect(bundlesIn(join(folder, 'a'))).toHaveLength(ENTRY_POINTS.length);
});

it('a source map names the sources by relative paths and does not hold them', () => {
  const map = readFileSync(join(folder, 'a', 'bundle', 'system-fallback', 'index.mjs.map'), 'utf8');
  const { sources, sourcesContent } = JSON.parse(map) as { readonly sources: readonly string[]; readonly sourcesContent?: unknown };
  expect(sources).toContain('../../../functions/system/fallback.ts');
  expect(sources.filter((source) => !source.startsWith('../'))).toEqual([]);
  expect(sourcesContent).toBeUndefined();
});

it('what binds tokens, for which Cognito waits, is smaller than the smallest operation that reads the table', () => {
  const { outputs } = JSON.parse(readFileSync(join(folder, 'a', 'bundle', 'metafile.json'), 'utf8')) as {
    readonly outputs: Readonly<Record<string, { readonly bytes: number }>>;
  };
  const sizeOf = (name: string) => Object.entries(outputs).find(([path]) => path.endsWith(`/${name}/index.mjs`))?.[1].bytes;
  expect(sizeOf('identity-bind')).toBeLessThan(sizeOf('system-health') ?? 0);
});
