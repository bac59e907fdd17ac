import validate from '../generated/createOrganization.js';
import type { Input } from '../shared/contract/contract.ts';
import { isObject } from '../shared/contract/json.ts';
import type { Violation } from '../shared/contract/problems.ts';
import { violationsOf } from '../shared/contract/violations.ts';
import { endpoint } from '../shared/endpoint/endpoint.ts';
import { installationEvents, newId, now } from '../shared/runtime.ts';
import { createOrganization as contract } from './contract.ts';
import { type CreateDeps, createOrganization } from './creation.ts';
import { creationRules, type NewOrganization } from './organization.ts';
import { organizationStore } from './store.ts';

interface CreateInput {
  readonly path: Input<typeof contract>['params'];
  readonly header: object;
  readonly body: unknown;
}

/** Returns all that is wrong with the input of a create. */
export const creationViolations = (input: CreateInput): readonly Violation[] => [
  ...(validate({ ...input, query: {} }) ? [] : violationsOf(validate)),
  ...(isObject(input.body) ? creationRules({ params: input.path, body: input.body as NewOrganization }) : []),
];

export const handler = endpoint<typeof contract, CreateDeps>(
  contract,
  { validate, rules: creationRules },
  createOrganization,
  ({ setting, table }) => ({ organizations: organizationStore(table), record: installationEvents(setting), newId, now }),
);
