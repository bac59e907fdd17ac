import { dataOutput } from '../../local/tenantry-stacks.ts';
import { readItems } from '../shared/table-items.ts';
import type { System } from '../system/system.ts';

/** An item of the table. */
export type StoredItem = Readonly<Record<string, unknown>> & { readonly pk: string; readonly sk: string; readonly type: string };

/** Every item of the table of a system, read at rest. */
export const readTable = async (system: System): Promise<readonly StoredItem[]> => {
  return (await readItems(system.dynamodbUrl(), dataOutput(system.outputs(), 'TableName'))) as unknown as readonly StoredItem[];
};
