import type { SLICES } from '../../functions/operations.ts';
import type { Contract } from '../../functions/shared/contract/contract.ts';
import type { RegisteredOperation } from '../../functions/shared/operation.ts';
import { DocumentError } from '../documents/write-document.ts';

/** A slice in the client: the name of its member, and the noun that its methods leave out. */
interface ResourceName {
  readonly name: string;
  readonly noun: string;
}

const RESOURCES: Readonly<Record<keyof typeof SLICES, ResourceName>> = {
  Partners: { name: 'partners', noun: 'Partner' },
  Contacts: { name: 'contacts', noun: 'Contact' },
  Credentials: { name: 'credentials', noun: 'Credential' },
  Resellers: { name: 'resellers', noun: 'Reseller' },
  Organizations: { name: 'organizations', noun: 'Organization' },
  WebhookEndpoints: { name: 'webhooks', noun: 'Webhook' },
  EventLog: { name: 'events', noun: 'EventLog' },
  Deliveries: { name: 'deliveries', noun: 'Delivery' },
  System: { name: 'system', noun: 'System' },
};

/** An operation as a method of the client. */
export interface Method {
  readonly name: string;
  readonly operation: RegisteredOperation;
}

export interface Resource {
  readonly name: string;
  readonly methods: readonly Method[];
}

/**
 * Names every operation as the client does: `createOrganization` of the slice `Organizations` is
 * `organizations.create`.
 * @throws {DocumentError} for a slice without a name, and for two operations with one name
 */
export const resourcesOf = (slices: Readonly<Record<string, Readonly<Record<string, RegisteredOperation>>>>): readonly Resource[] =>
  Object.entries(slices).map(([id, operations]) => {
    const { name, noun } = resourceName(id);
    const methods = Object.values(operations).map((operation) => ({ name: methodName(operation.contract.operationId, noun), operation }));
    for (const [method, alike] of Map.groupBy(methods, (one) => one.name)) {
      if (alike.length > 1) throw new DocumentError(sameName(`${name}.${method}`, alike));
    }
    return { name, methods };
  });

/** Returns whether an operation is a list, which is read page by page. */
export const isPaged = ({ query, response }: Contract): boolean =>
  response.schema !== undefined && Object.hasOwn(query?.properties ?? {}, 'cursor');

const resourceName = (id: string): ResourceName => {
  const known = Object.hasOwn(RESOURCES, id) ? RESOURCES[id as keyof typeof RESOURCES] : undefined;
  if (known) return known;
  throw new DocumentError(`the slice ${id} has no name in the client: add it to RESOURCES in tools/contracts/resources.ts.`);
};

/** Leaves the noun of the resource out of an operation's name, in the singular or the plural. */
const methodName = (operationId: string, noun: string): string => {
  const plurals = [`${noun}s`, noun.replace(/y$/, 'ies')];
  const found = [...plurals, noun].find((form) => operationId.includes(form));
  return found === undefined ? operationId : operationId.replace(found, '');
};

const sameName = (name: string, alike: readonly Method[]): string => {
  const ids = alike.map(({ operation }) => operation.contract.operationId).join(' and ');
  return `${ids} are both ${name} in the client: give one another operationId.`;
};
