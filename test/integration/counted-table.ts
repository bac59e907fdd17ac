import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { openTable } from '../../functions/shared/table/table.ts';
import type { Api } from './api.ts';

/** A round trip to the table, and the capacity units it consumed. */
export interface RoundTrip {
  readonly command: string;
  readonly units: number;
}

interface Consumed {
  readonly CapacityUnits?: number;
}

/** The table of the api, and what is asked of it. */
export const countedTable = (api: Pick<Api, 'table'>) => {
  const trips: RoundTrip[] = [];
  const base = new DynamoDBClient({ endpoint: api.table.url, region: 'eu-west-1' });
  base.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
        const result = await next(args);
        const { ConsumedCapacity: consumed } = result.output as { ConsumedCapacity?: Consumed | readonly Consumed[] };
        const units = [consumed ?? []].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
        trips.push({ command: String(commandName).replace('Command', ''), units });
        return result;
      },
    { step: 'initialize' },
  );
  const client = DynamoDBDocumentClient.from(base, { marshallOptions: { removeUndefinedValues: true } });
  return {
    table: openTable(api.table.name, client),
    /** The round trips that `action` makes. */
    tripsOf: async (action: () => Promise<unknown>): Promise<readonly RoundTrip[]> => {
      const before = trips.length;
      await action();
      return trips.slice(before);
    },
    stop: () => base.destroy(),
  };
};
