import validate from '../generated/getHealth.js';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import { healthKey } from '../shared/table/keys.ts';
import type { Table } from '../shared/table/table.ts';
import { getHealth as contract } from './contract.ts';

interface Deps {
  readonly table: Pick<Table, 'get'>;
}

/** Returns ok when the table can be read. */
export const getHealth: Operation<typeof contract, Deps> = async (_, { table }) => {
  await table.get(healthKey);
  return { status: 200, headers: { 'content-type': 'application/json' }, body: '{"status":"ok"}' };
};

export const handler = endpoint(contract, { validate }, getHealth, ({ table }) => ({ table }));
