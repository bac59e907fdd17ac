import { OPERATIONS } from '../../client/generated/operations.ts';
import type { Operation } from '../../client/method.ts';
import { ROLE_PERMISSIONS } from '../../functions/shared/contract/permissions.ts';
import { type Input, inputsOf } from './input.ts';
import { type DocumentedOperation, documented } from './schema.ts';

export type ResourceName = Exclude<keyof typeof OPERATIONS, 'system'>;

/** An operation of the API as a command. */
export interface ResourceOperation {
  readonly resource: ResourceName;
  /** Its method of the client, such as `getLimits`. */
  readonly method: string;
  readonly operation: Operation;
  readonly document: DocumentedOperation;
  /** The parameter of the path that is a word of the command: the id of the thing itself. */
  readonly subject: string | undefined;
  /** The others, by the name of their option. */
  readonly parents: readonly { readonly option: string; readonly parameter: string }[];
  readonly inputs: readonly Input[];
  readonly permissions: readonly string[];
}

/** Returns the operations of a resource that take a token. */
export const operationsOf = (resource: ResourceName): readonly ResourceOperation[] => {
  const operations: Readonly<Record<string, Operation>> = OPERATIONS[resource];
  return Object.entries(operations)
    .filter(([, { isPublic }]) => !isPublic)
    .map(([method, operation]) => {
      const document = documented(operation.id);
      const create: Operation | undefined = operations.create;
      // What replaces an entity may have to create it.
      const creating = operation.method === 'PUT' && create !== undefined ? [documented(create.id)] : [];
      const place = placeOf(resource, operation.path);
      return {
        ...{ resource, method, operation, document, ...place },
        inputs: inputsOf(document, [...place.parents.map(({ parameter }) => parameter), ...(place.subject ? [place.subject] : [])]),
        permissions: permissionsOf(resource, operation.method, [document, ...creating]),
      };
    });
};

// Whoever gives somebody a role has every permission of it.
const permissionsOf = (resource: string, method: string, documents: readonly DocumentedOperation[]): readonly string[] => {
  const own = documents.flatMap(({ 'x-permission': permission = [] }) => permission);
  const givesRole = method !== 'DELETE' && ['contacts', 'credentials'].includes(resource) && documents.some(mayGiveRole);
  return givesRole ? [...new Set([...own, ...ROLE_PERMISSIONS['Partner Supervisor']])] : own;
};

const mayGiveRole = ({ responses }: DocumentedOperation): boolean => responses['403']?.description.includes('`role-too-high`') ?? false;

const placeOf = (resource: string, path: string): Pick<ResourceOperation, 'subject' | 'parents'> => {
  const segments = path.split('/');
  const found = segments.flatMap((segment, at) => {
    const [, parameter] = /^\{(\w+)\}/.exec(segment) ?? [];
    return parameter === undefined
      ? []
      : [{ parameter, option: singular(segments[at - 1] ?? ''), isParent: segments.slice(at + 1).some(belongsTo(resource)) }];
  });
  return {
    subject: found.find(({ isParent }) => !isParent)?.parameter,
    parents: found.filter(({ isParent }) => isParent).map(({ option, parameter }) => ({ option, parameter })),
  };
};

const belongsTo =
  (resource: string) =>
  (segment: string): boolean =>
    segment.split(':')[0] === resource;

const singular = (collection: string): string => collection.replace(/s$/, '');
