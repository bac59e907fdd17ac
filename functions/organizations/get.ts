import validate from '../generated/getOrganization.js';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import { found } from '../shared/http/reply.ts';
import { now } from '../shared/runtime.ts';
import { getOrganization as contract } from './contract.ts';
import { organizationStore } from './store.ts';

interface Deps {
  readonly organizations: Pick<ReturnType<typeof organizationStore>, 'get'>;
  readonly now: () => string;
}

/** Answers one organization of the reseller. */
export const getOrganization: Operation<typeof contract, Deps> = async ({ params, header }, { organizations, now }) =>
  found(contract, await organizations.get(params.resellerId, params.id, now()), header['if-match']);

export const handler = endpoint(contract, { validate }, getOrganization, ({ table }) => ({
  organizations: organizationStore(table),
  now,
}));
