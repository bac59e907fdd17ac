import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { compactSourceMap, type SourceMapParts } from '../../lib/base/compact-source-map.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

// A bundle with sources of ours and of packages, minified into few lines.
const { outputFiles } = buildSync({
  absWorkingDir: ROOT,
  entryPoints: ['functions/shared/endpoint/background-handler.ts'],
  outfile: 'index.mjs',
  write: false,
  bundle: true,
  platform: 'node',
  format: 'esm',
  minify: true,
  sourcemap: 'external',
  sourcesContent: false,
});
const textOf = (end: string): string => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
const original = JSON.parse(textOf('.map')) as SourceMapParts;
const isOurs = (source: string): boolean => source.startsWith('functions/');

const mapOf = ({ sources, mappings }: SourceMapParts) =>
  new SourceMap({ version: 3, file: '', sources: [...sources], names: [], mappings, sourcesContent: [], sourceRoot: '' });

type Place = Readonly<Record<'originalSource' | 'originalLine' | 'originalColumn', unknown>>;

const places = textOf('.mjs')
  .split('\n')
  .flatMap((line, number) => Array.from(line, (_, column) => [number, column] as const));

const differences = (
  exact: (source: string) => boolean,
  parts: (place: Place) => readonly unknown[],
): readonly (readonly [number, number])[] => {
  const [before, after] = [mapOf(original), mapOf(compactSourceMap(original, exact))];
  return places.filter(([line, column]) => {
    const [one, other] = [before.findEntry(line, column) as Place, after.findEntry(line, column) as Place];
    return one.originalSource !== undefined && JSON.stringify(parts(one)) !== JSON.stringify(parts(other));
  });
};

const lineOf = ({ originalSource, originalLine }: Place) => [originalSource, originalLine];

it('every place of a bundle leads to the same file and line as before', () => {
  expect(places.length).toBeGreaterThan(5000);
  expect(differences(() => false, lineOf)).toEqual([]);
});

it('every place of an exact source leads to the same column, too', () => {
  expect(
    differences(isOurs, (place) => (isOurs(String(place.originalSource)) ? [...lineOf(place), place.originalColumn] : lineOf(place))),
  ).toEqual([]);
});

it('the map of whole lines is less than half as long', () => {
  expect(compactSourceMap(original, () => false).mappings.length).toBeLessThan(original.mappings.length / 2);
});

it('code without a source of its own, lines without code, and a large step back are read', () => {
  const compact = compactSourceMap({ sources: ['a', 'b'], mappings: 'AAAA,C,GCggEgB;;AD/9DhB' }, () => true);
  expect(compact.mappings).toBe('AAAA,ICggEgB;;AD/9DhB');
});
