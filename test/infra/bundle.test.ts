import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import bounds from '../../bench/bounds.json' with { type: 'json' };
import { ASSETS } from '../../functions/generated/reference.js';
import { ENTRY_POINTS } from '../../lib/base/entry-points.ts';
import { bundlesIn } from './bundles.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenantry-'));
afterAll(() => rmSync(folder, { recursive: true }));

const assets = bundlesIn(join(folder, 'a')).map((name) => join(folder, 'a', name));

const codeIn = (asset: string): readonly string[] => readdirSync(asset).filter((name) => name !== 'reference');

it('each function has a bundle of its own, with a source map beside it that Node.js does not look for', () => {
  expect(assets).toHaveLength(ENTRY_POINTS.length);
  for (const asset of assets) {
    expect(codeIn(asset).toSorted()).toEqual(['index.mjs', 'index.mjs.map.br']);
    expect(readFileSync(join(asset, 'index.mjs'), 'utf8')).not.toContain('sourceMappingURL');
  }
});

it('only the reference page has files beside its code: those of this version, each smaller than the answer of a function may be', () => {
  const [asset, ...others] = assets.filter((one) => readdirSync(one).includes('reference'));
  expect(others).toEqual([]);
  const files = readdirSync(join(asset ?? '', 'reference'));
  expect(files.toSorted()).toEqual(
    Object.values(ASSETS)
      .map((name) => `${name}.gz`)
      .toSorted(),
  );
  // 6 MB (Lambda quotas), of which base64 takes a third.
  for (const file of files) expect((statSync(join(asset ?? '', 'reference', file)).size * 4) / 3).toBeLessThan(3_000_000);
});

it('a source map names the sources as the repository does, and does not hold them', () => {
  const map = brotliDecompressSync(readFileSync(join(folder, 'a', 'bundle', 'system-fallback', 'index.mjs.map.br'))).toString();
  const { sources, sourcesContent } = JSON.parse(map) as { readonly sources: readonly string[]; readonly sourcesContent?: unknown };
  expect(sources).toContain('functions/system/fallback.ts');
  expect(sources.filter((source) => !/^(?:functions|lib|docs|packages|node_modules)\//.test(source))).toEqual([]);
  expect(sourcesContent).toBeUndefined();
});

interface Metafile {
  readonly outputs: Readonly<Record<string, Output>>;
}

interface Output {
  readonly bytes: number;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly imports: readonly { readonly path: string; readonly kind: string }[];
}

const outputs = (): readonly (readonly [path: string, output: Output])[] => {
  const text = readFileSync(join(folder, 'a', 'bundle', 'metafile.json'), 'utf8');
  return Object.entries((JSON.parse(text) as Metafile).outputs).filter(([path]) => path.endsWith('.mjs'));
};

const bundlesWith = (isFound: (output: Output) => boolean): readonly string[] =>
  outputs()
    .filter(([, output]) => isFound(output))
    .map(([path]) => path);

it('the engine is in place of the SDK', () => {
  const modules = (output: Output) => Object.keys(output.inputs).join(' ');
  const ofSdk = /@aws-sdk\/(?:client-|lib-|util-dynamodb|core|credential-provider)|@smithy\/node-http-handler/;
  expect(bundlesWith((output) => ofSdk.test(modules(output)))).toEqual([]);
  expect(bundlesWith((output) => modules(output).includes('packages/aws-engine/src/client.ts')).length).toBeGreaterThan(40);
});

it('no bundle of the engine imports node:http, which loads undici: 60 ms of a cold start', () => {
  const imports = (output: Output, kind: string) => output.imports.filter((one) => one.kind === kind && /^(?:node:)?http$/.test(one.path));
  expect(bundlesWith((output) => imports(output, 'import-statement').length > 0)).toEqual([]);
});

it('what binds tokens, for which Cognito waits, is smaller than the smallest operation that reads the table', () => {
  const sizeOf = (name: string) => outputs().find(([path]) => path.endsWith(`/${name}/index.mjs`))?.[1].bytes;
  expect(sizeOf('identity-bind')).toBeLessThan(sizeOf('system-health') ?? 0);
});

const {
  others,
  assets: allBound,
  ...named
}: { readonly [name: string]: number; readonly others: number; readonly assets: number } = bounds.bundles;

/** The bytes of each function's code, by the name of its folder. */
const sizes = (): readonly (readonly [name: string, bytes: number])[] =>
  readdirSync(join(folder, 'a', 'bundle'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => [name, statSync(join(folder, 'a', 'bundle', name, 'index.mjs')).size]);

it('no bundle has more bytes than bench/bounds.json allows', () => {
  expect(sizes().length).toBeGreaterThan(40);
  expect(sizes().filter(([name, bytes]) => bytes > (named[name] ?? others))).toEqual([]);
});

it('all assets together have no more bytes than bench/bounds.json allows, without the files of the reference page', () => {
  const all = assets.flatMap((asset) => codeIn(asset).map((name) => statSync(join(asset, name)).size));
  expect(all.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(allBound);
});
