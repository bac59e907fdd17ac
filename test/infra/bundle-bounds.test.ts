import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import bounds from '../../bench/bounds.json' with { type: 'json' };
import { bundlesIn } from './bundles.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenantry-'));
afterAll(() => rmSync(folder, { recursive: true }));

const assets = bundlesIn(folder).map((name) => join(folder, name));
const {
  others,
  assets: allBound,
  ...named
}: { readonly [name: string]: number; readonly others: number; readonly assets: number } = bounds.bundles;

/** The code of each function, by the name of its folder. */
const bundles = readdirSync(join(folder, 'bundle'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => [name, statSync(join(folder, 'bundle', name, 'index.mjs')).size] as const);

it('no bundle has more bytes than bench/bounds.json allows', () => {
  expect(bundles.length).toBeGreaterThan(40);
  expect(bundles.filter(([name, bytes]) => bytes > (named[name] ?? others))).toEqual([]);
});

it('all assets together have no more bytes than bench/bounds.json allows', () => {
  const sizes = assets.flatMap((asset) => readdirSync(asset).map((name) => statSync(join(asset, name)).size));
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(allBound);
});
