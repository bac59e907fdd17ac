import type { Resource } from './model.ts';
import { hasNothingToRun, isCustomResource, SUPPORTED_TYPES } from './supported-types.ts';

/**
 * Returns one sentence for each resource type, and each property of a supported type, that the
 * runtime ignores.
 */
export const warningsFor = (resources: readonly Resource[]): readonly string[] => [
  ...new Set([...resources.flatMap(unknownProperties), ...unknownTypes(resources), ...foreignBoundaries(resources)]),
];

// A boundary of the template is a reference.
const foreignBoundaries = (resources: readonly Resource[]): readonly string[] =>
  resources
    .map(({ template }) => template.Properties?.PermissionsBoundary)
    .filter((boundary) => typeof boundary === 'string')
    .map((boundary) => `The permissions boundary ${boundary} is not in the template: locally it bounds nothing`);

const unknownTypes = (resources: readonly Resource[]): readonly string[] => {
  const unknown = resources.filter(({ type }) => !SUPPORTED_TYPES[type] && !hasNothingToRun(type) && !isCustomResource(type));
  const byType = Map.groupBy(unknown, ({ type }) => type);
  return [...byType].map(([type, found]) => `${type} is not run locally (${found.map(({ path }) => path).join(', ')})`);
};

const unknownProperties = ({ type, path, template }: Resource): readonly string[] => {
  const entry = SUPPORTED_TYPES[type];
  if (!entry) return [];
  const known = [...entry.used, ...entry.ignored];
  return [...new Set(unknownPaths(template.Properties ?? {}, '', known))].map(
    (property) => `${type} ${path}: the property ${property} is ignored locally`,
  );
};

const unknownPaths = (value: unknown, path: string, known: readonly string[]): readonly string[] => {
  if (known.includes(path)) return [];
  if (path && !known.some((candidate) => candidate.startsWith(`${path}.`) || candidate.startsWith(`${path}[]`))) return [path];
  if (Array.isArray(value)) return value.flatMap((item) => unknownPaths(item, `${path}[]`, known));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key.startsWith('Fn::') || key === 'Ref' ? [] : unknownPaths(item, path ? `${path}.${key}` : key, known),
  );
};
