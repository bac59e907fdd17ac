// Jest transformer: reads a mutated source in place of the file, and strips its types as usual.
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import stripTypes from './strip-types.jest.mjs';

const mutatedOf = (file, { rootDir, transformerConfig }) => {
  const path = join(transformerConfig.folder, relative(rootDir, file));
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
};
const given = (options) => ({ ...options, rootDir: options.config.rootDir });

export default {
  ...stripTypes,
  getCacheKey: (source, file, options) => stripTypes.getCacheKey(mutatedOf(file, given(options)) ?? source, file, options),
  process: (source, file, options) => stripTypes.process(mutatedOf(file, given(options)) ?? source),
};
