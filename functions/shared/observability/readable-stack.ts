import type { SourceMap, SourceMapPayload } from 'node:module';
import { once } from '../base/once.ts';

/**
 * Returns the stack of an error with our sources instead of places in the minified bundle; as it is
 * without a source map beside the bundle, or whatever else goes wrong.
 */
export const readableStack = (stack: string): string => {
  try {
    const bundle = readBundle();
    if (!bundle) return stack;
    const [start = '', ...places] = stack.split(`${bundle.file}:`);
    return start + places.map((place) => bundle.sourceOf(place) ?? `${bundle.file}:${place}`).join('');
  } catch {
    return stack;
  }
};

/** Makes the stacks of an error and of its causes readable for whoever logs them. */
export const makeReadable = (error: unknown): void => {
  for (const each of withCauses(error)) {
    // Of an error that cannot be changed, the stack stays as it is.
    if (each.stack !== undefined) Reflect.set(each, 'stack', readableStack(each.stack));
  }
};

// An error may be its own cause.
const MOST_CAUSES = 10;

const withCauses = (error: unknown): readonly Error[] => {
  const errors: Error[] = [];
  for (let each = error; each instanceof Error && errors.length < MOST_CAUSES; each = each.cause) errors.push(each);
  return errors;
};

// Read at the first defect, so that no start waits for it, and once.
const readBundle = once(() => {
  const file = ownFile();
  const map = file && readMap(`${file}.map.br`);
  return map ? { file, sourceOf: sourceIn(map) } : undefined;
});

// The stack knows the name of this file, which is the bundle's, as all other stacks name it: a URL
// or a path.
const ownFile = (): string | undefined => /^ +at (?:.*? \()?(.+):\d+:\d+\)?$/m.exec(new Error().stack ?? '')?.[1];

const readMap = (file: string): SourceMap | undefined => {
  const [{ SourceMap }, { readFileSync }, { brotliDecompressSync }] = [
    process.getBuiltinModule('node:module'),
    process.getBuiltinModule('node:fs'),
    process.getBuiltinModule('node:zlib'),
  ];
  try {
    const text = brotliDecompressSync(readFileSync(file.startsWith('file:') ? new URL(file) : file)).toString();
    return new SourceMap(JSON.parse(text) as SourceMapPayload);
  } catch {
    return undefined;
  }
};

const sourceIn =
  (map: SourceMap) =>
  (place: string): string | undefined => {
    const [all = '', line, column] = /^(\d+):(\d+)/.exec(place) ?? [];
    const entry = map.findEntry(Number(line) - 1, Number(column) - 1);
    if (!('originalSource' in entry)) return undefined;
    return `${entry.originalSource}:${entry.originalLine + 1}:${entry.originalColumn + 1}${place.slice(all.length)}`;
  };
