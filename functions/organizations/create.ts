import validate from '../generated/createOrganization.js';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import type { RecordEvent } from '../shared/events.ts';
import { created } from '../shared/reply.ts';
import { installationEvents, newId, now } from '../shared/runtime.ts';
import { createOrganization as contract } from './contract.ts';
import { openOrganization, organizationCreated, organizationRules } from './organization.ts';
import { organizationStore } from './store.ts';

interface Deps {
  readonly organizations: ReturnType<typeof organizationStore>;
  readonly record: RecordEvent;
  readonly newId: () => string;
  readonly now: () => string;
}

/** Creates an organization under a reseller that exists and has room. */
export const createOrganization: Operation<typeof contract, Deps> = async ({ body, params, origin, remember }, deps) => {
  const organization = openOrganization(body, { id: deps.newId(), at: deps.now() });
  const reply = created(contract, organization, `/v3/resellers/${params.resellerId}/organizations/${organization.id}`);
  const event = deps.record(organizationCreated(params.resellerId, organization), origin);

  await deps.organizations.insert(params.resellerId, organization, [...remember(reply), event]);

  return reply;
};

export const handler = endpoint(contract, { validate, rules: organizationRules }, createOrganization, ({ setting, table }) => ({
  organizations: organizationStore(table),
  record: installationEvents(setting),
  newId,
  now,
}));
