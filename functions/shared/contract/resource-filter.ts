import type { Violation } from './problems.ts';

interface ResourceFilter {
  readonly resource?: string;
  readonly resourceId?: string;
}

/** Refuses the id of a resource without its kind: ids of partners and contacts may be the same. */
export const resourceFilterRules = ({ query }: { readonly query: ResourceFilter }): readonly Violation[] =>
  query.resourceId === undefined || query.resource !== undefined
    ? []
    : [{ in: 'query', pointer: '/resource', code: 'required', message: 'is required with resourceId' }];
