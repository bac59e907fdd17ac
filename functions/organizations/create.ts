import validate from '../generated/createOrganization.js';
import type { Input } from '../shared/contract.ts';
import { decide } from '../shared/decide-again.ts';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import type { RecordEvent } from '../shared/events.ts';
import { isObject } from '../shared/json.ts';
import type { Violation } from '../shared/problems.ts';
import { created } from '../shared/reply.ts';
import { installationEvents, newId, now } from '../shared/runtime.ts';
import { violationsOf } from '../shared/violations.ts';
import { createOrganization as contract } from './contract.ts';
import { organizationCreated } from './events.ts';
import { creationRules, type NewOrganization, openOrganization } from './organization.ts';
import { type Place, takingPlace } from './room.ts';
import { organizationStore } from './store.ts';

export interface CreateDeps {
  readonly organizations: Pick<ReturnType<typeof organizationStore>, 'insert'>;
  readonly record: RecordEvent;
  readonly newId: () => string;
  readonly now: () => string;
}

/** Creates an organization under a reseller that exists and has room. */
export const createOrganization: Operation<typeof contract, CreateDeps> = async ({ body, params, origin, remember }, deps) => {
  const { resellerId } = params;
  const organization = openOrganization(body, { id: deps.newId(), at: deps.now() });
  const reply = created(contract, organization, `/v3/resellers/${resellerId}/organizations/${organization.id}`);

  const store = ({ write, changes }: Place): Promise<void> => {
    const events = [organizationCreated(resellerId, organization), ...changes].map((change) => deps.record(change, origin));
    return deps.organizations.insert(resellerId, organization, [...remember(reply), write, ...events]);
  };

  await decide(() => takingPlace(resellerId, organization.allowedUsers, organization.createdAt, store));

  return reply;
};

/** What is wrong with the input of a create, all of it. */
export const creationViolations = (input: {
  readonly path: Params;
  readonly header: object;
  readonly body: unknown;
}): readonly Violation[] => [
  ...(validate({ ...input, query: {} }) ? [] : violationsOf(validate)),
  ...(isObject(input.body) ? creationRules({ params: input.path, body: input.body as NewOrganization }) : []),
];

type Params = Input<typeof contract>['params'];

export const handler = endpoint(contract, { validate, rules: creationRules }, createOrganization, ({ setting, table }) => ({
  organizations: organizationStore(table),
  record: installationEvents(setting),
  newId,
  now,
}));
