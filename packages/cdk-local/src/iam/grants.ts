import type { ResourcePolicy } from './resource-policies.ts';
import type { Role } from './roles.ts';
import type { Entry, Statement } from './statement.ts';

/**
 * One action on one resource, in one partition where there are any, that a statement of the
 * template allows.
 */
export interface Grant extends Entry {
  /** The name of the role, or the path of the policy of a resource. */
  readonly owner: string;
  /** The statement's place in what its owner is allowed, from 0. */
  readonly statement: number;
  readonly entry: Entry;
}

/**
 * Every single grant of roles and of resource-based policies; who may assume a role counts as
 * granted by the role's trust.
 */
export const grantsOf = (roles: readonly Role[], policies: readonly ResourcePolicy[]): readonly Grant[] => [
  ...roles.flatMap(({ arn, statements }) => each(nameOf(arn), statements)),
  ...roles.flatMap(({ arn, trust }) => each(`${nameOf(arn)} (trust)`, trust)),
  ...policies.flatMap(({ path, statements }) => each(path, statements)),
];

const described = ({ action, resource, partition }: Entry): Entry => ({ action, resource, ...(partition !== undefined && { partition }) });

const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

const each = (owner: string, statements: readonly Statement[]): readonly Grant[] =>
  statements.flatMap(({ effect, entries }, statement) =>
    effect === 'Allow' ? entries.map((entry) => ({ ...described(entry), owner, statement, entry })) : [],
  );
