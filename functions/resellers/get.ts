import validate from '../generated/getReseller.js';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import { found } from '../shared/http/reply.ts';
import { getReseller as contract } from './contract.ts';
import { resellerStore } from './store.ts';

interface Deps {
  readonly resellers: Pick<ReturnType<typeof resellerStore>, 'get'>;
}

/** Answers one reseller. */
export const getReseller: Operation<typeof contract, Deps> = async ({ params, header }, { resellers }) =>
  found(contract, await resellers.get(params.resellerId), header['if-match']);

export const handler = endpoint(contract, { validate }, getReseller, ({ table }) => ({
  resellers: resellerStore(table),
}));
