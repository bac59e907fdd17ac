import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StageConfiguration } from '../generated/stage-configuration.ts';
import type { Configurations } from './configuration.ts';
import { ConfigurationError } from './configuration-error.ts';

const NAME = /^tenantry\.(.+)\.json$/;

/**
 * Adds the stages that have a file `tenantry.<stage>.json` in the folder to those of
 * tenantry.config.ts.
 * @throws {ConfigurationError} when a stage is in both, or a file is no JSON object
 */
export const withStageFiles = (configurations: Configurations, folder: string): Configurations => {
  const files = readdirSync(folder).flatMap((file) => {
    const [, stage] = NAME.exec(file) ?? [];
    return stage === undefined ? [] : [{ file, stage }];
  });
  const duplicates = files.filter(({ stage }) => Object.hasOwn(configurations, stage));
  if (duplicates.length > 0) {
    const allowed = 'is in tenantry.config.ts too: keep one of them';
    throw new ConfigurationError(
      'The configuration',
      duplicates.map(({ file, stage }) => ({ key: stage, value: file, allowed })),
    );
  }
  return { ...configurations, ...Object.fromEntries(files.map(({ file, stage }) => [stage, read(join(folder, file), file)])) };
};

// The schema validates the content; `$schema` is for editors.
const read = (path: string, file: string): StageConfiguration => {
  const { $schema: _, ...configuration } = parseObject(readFileSync(path, 'utf8'), file);
  return configuration as unknown as StageConfiguration;
};

const parseObject = (text: string, file: string): Readonly<Record<string, unknown>> => {
  const { value = null, reason } = tryParse(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
  throw new ConfigurationError('The configuration', [{ key: file, allowed: `must hold one JSON object${reason ? ` (${reason})` : ''}` }]);
};

const tryParse = (text: string): { readonly value?: unknown; readonly reason?: string } => {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
};
