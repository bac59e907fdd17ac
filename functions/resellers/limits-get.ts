import validate from '../generated/getResellerLimits.js';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import { found } from '../shared/http/reply.ts';
import { getResellerLimits as contract } from './contract.ts';
import { limitsOf, usageOf } from './reseller.ts';
import { resellerStore } from './store.ts';

interface Deps {
  readonly resellers: Pick<ReturnType<typeof resellerStore>, 'get'>;
}

/** Answers how much of its limits a reseller uses. */
export const getResellerLimits: Operation<typeof contract, Deps> = async ({ params }, { resellers }) =>
  found(contract, limitsOf(params.resellerId, usageOf(await resellers.get(params.resellerId))));

export const handler = endpoint(contract, { validate }, getResellerLimits, ({ table }) => ({ resellers: resellerStore(table) }));
