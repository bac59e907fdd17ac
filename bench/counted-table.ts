import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { openTable } from '../functions/shared/table/table.ts';
import type { TestTable } from '../testing/table.ts';

/**
 * The cost of an operation: its round trips in their order, and the capacity units they consume.
 */
export interface Cost {
  readonly trips: readonly string[];
  readonly read: number;
  readonly write: number;
}

interface Consumed {
  readonly CapacityUnits?: number;
}

/** Returns the table with its calls counted; `take` returns the cost since the last call of it. */
export const countedTable = ({ name, url }: TestTable) => {
  const calls: { readonly trip: string; readonly units: number }[] = [];
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
  const base = new DynamoDBClient({ endpoint: url, region: 'eu-west-1', credentials });
  base.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
        const result = await next(args);
        const { ConsumedCapacity: consumed = [] } = result.output as { ConsumedCapacity?: Consumed | readonly Consumed[] };
        const units = [consumed].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
        calls.push({ trip: String(commandName).replace('Command', ''), units });
        return result;
      },
    { step: 'initialize' },
  );
  return {
    table: openTable(name, DynamoDBDocumentClient.from(base, { marshallOptions: { removeUndefinedValues: true } })),
    take: (): Cost => {
      const taken = calls.splice(0);
      const sum = (kind: RegExp) => taken.filter(({ trip }) => kind.test(trip)).reduce((units, call) => units + call.units, 0);
      return { trips: taken.map(({ trip }) => trip), read: sum(/Get|Query/), write: sum(/Write/) };
    },
    close: () => base.destroy(),
  };
};
