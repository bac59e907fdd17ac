import { readItems } from '../shared/table-items.ts';
import type { System } from '../system/system.ts';

/** An item of the table. */
export type StoredItem = Readonly<Record<string, unknown>> & { readonly pk: string; readonly sk: string; readonly type: string };

/** Every item of the table of a system, read at rest. */
export const readTable = async (system: System): Promise<readonly StoredItem[]> => {
  const [, name = ''] = Object.entries(system.outputs()).find(([key]) => key.endsWith('.TableName')) ?? [];
  return (await readItems(system.dynamodbUrl(), name)) as unknown as readonly StoredItem[];
};
