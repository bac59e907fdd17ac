import type { Contract } from '../../functions/shared/contract/contract.ts';

/** A parameter of a path, and the variable of the environment that a sample reads it from. */
export interface PathId {
  readonly name: string;
  readonly variable: string;
  readonly isNumber: boolean;
}

/** Lists the parameters of an operation's path, in its order. */
export const pathIds = ({ path, params }: Pick<Contract, 'path' | 'params'>): readonly PathId[] =>
  [...path.matchAll(/([^/]+)\/\{(\w+)\}/g)].map(([, noun = '', name = '']) => ({
    name,
    variable: snakeCase(name === 'id' ? `${noun.replace(/s$/, '')}-id` : name).toUpperCase(),
    isNumber: (params?.properties[name] as { readonly type?: string } | undefined)?.type === 'integer',
  }));

/** Returns a name in snake case: `create_organization` of `createOrganization`. */
export const snakeCase = (name: string): string =>
  name
    .replaceAll(/[ -]/g, '_')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_')
    .toLowerCase();
