import type { ImportOptions } from '../options.ts';
import { readConstant, readMap } from './map-file.ts';
import { type Mapping, OWN_COLUMNS } from './plan.ts';

/**
 * Reads how the columns of a file are mapped, if they are.
 * @throws {UsageError} when the map or a value is not right
 */
export const mappingOf = ({
  map,
  set,
  rest,
  externalId,
}: Pick<ImportOptions, 'map' | 'set' | 'rest' | 'externalId'>): Mapping | undefined => {
  if (map === undefined && set.length === 0 && rest === OWN_COLUMNS.rest && externalId === OWN_COLUMNS.externalId) return undefined;
  return { rules: map === undefined ? [] : readMap(map), constants: set.map(readConstant), rest, externalId };
};
