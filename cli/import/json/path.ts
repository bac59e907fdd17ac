import { UsageError } from '../../shared/usage-error.ts';

/** Reads where the items of a JSON file are: `$` or `$.data.list`. @throws {UsageError} */
export const readItemsPath = (text: string): readonly string[] => {
  if (!/^\$(?:\.[^.[\]]+)*$/.test(text)) throw new UsageError(`--items is $ or a path such as $.data, not "${text}".`);
  return text.split('.').slice(1);
};

/** Writes a path. */
export const formatItemsPath = (steps: readonly string[]): string => ['$', ...steps].join('.');

/** The texts of a JSON object by their paths, such as `domains[0].domain`; `null` is empty. */
export const flatten = (value: unknown, path = ''): readonly (readonly [path: string, text: string])[] => {
  if (value === null) return [[path, '']];
  if (Array.isArray(value)) return value.flatMap((item, at) => flatten(item, `${path}[${at}]`));
  if (typeof value === 'object')
    return Object.entries(value).flatMap(([name, member]) => flatten(member, path === '' ? name : `${path}.${name}`));
  return [[path, String(value)]];
};
