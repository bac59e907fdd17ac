import type { Model, Reference, Resource } from '../template/model.ts';
import type { CustomResource } from './definition.ts';

/** The custom resources that each one needs, by its path. */
interface Order {
  /** Each one after those that it needs. */
  readonly sorted: readonly CustomResource[];
  readonly needs: (resource: Resource) => readonly CustomResource[];
}

/**
 * Sorts custom resources by what they need: by references, by `DependsOn`, and over other resources
 * between them.
 * @throws {Error} when two need each other
 */
export const orderOf = (model: Model, definitions: readonly CustomResource[]): Order => {
  const custom = new Map(definitions.map((definition) => [definition.resource.path, definition]));
  const direct = new Map<string, readonly Reference[]>();
  const referencesOf = (resource: Resource): readonly Reference[] => {
    const found = direct.get(resource.path) ?? model.referencesOf(resource);
    direct.set(resource.path, found);
    return found;
  };

  const needs = (resource: Resource, passed: Set<string> = new Set()): readonly CustomResource[] =>
    referencesOf(resource).flatMap(({ resource: other }) => {
      if (passed.has(other.path)) return [];
      passed.add(other.path);
      const definition = custom.get(other.path);
      return definition ? [definition] : needs(other, passed);
    });

  const sorted: CustomResource[] = [];
  const visit = (definition: CustomResource, trail: readonly CustomResource[]): void => {
    if (sorted.includes(definition)) return;
    if (trail.includes(definition)) throw new Error(`Custom resources need each other: ${pathsOf([...trail, definition])}`);
    for (const needed of needs(definition.resource)) visit(needed, [...trail, definition]);
    sorted.push(definition);
  };
  for (const definition of definitions) visit(definition, []);
  return { sorted, needs: (resource) => needs(resource) };
};

const pathsOf = (definitions: readonly CustomResource[]): string => definitions.map(({ resource }) => resource.path).join(' → ');
