import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { createOrganization as organizationContract } from '../../functions/organizations/contract.ts';
import type { createPartner as partnerContract } from '../../functions/partners/contract.ts';
import type { createReseller as resellerContract } from '../../functions/resellers/contract.ts';
import type { Caller } from '../../functions/shared/caller.ts';
import type { Input } from '../../functions/shared/contract.ts';
import { eventRecorder } from '../../functions/shared/events.ts';
import { keyedRequest, type Reply, remember } from '../../functions/shared/idempotency.ts';
import { newId, newInt32, now } from '../../functions/shared/runtime.ts';
import { openTable, type Table } from '../../functions/shared/table.ts';
import type { Item } from '../../functions/shared/transaction.ts';
import { type Api, startApi } from './api.ts';
import { fresh, makePartner, makeReseller, newOrganization, newPartner, newReseller, type StoredPartner } from './samples.ts';

interface Call {
  readonly command: string;
  readonly units: number;
}

let api: Api;
let table: Table;
let parent: StoredPartner;
let calls: Call[];

beforeAll(async () => {
  api = await startApi();
  parent = await makePartner(api);
  table = openTable(api.table.name, countingClient());
});
beforeEach(() => {
  calls = [];
});
afterAll(() => api.stop());

/** A client that asks what each request consumed and notes it. */
const countingClient = (): DynamoDBDocumentClient => {
  const base = new DynamoDBClient({ endpoint: api.table.url, region: 'eu-west-1' });
  base.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
        const result = await next(args);
        const { ConsumedCapacity: consumed } = result.output as { ConsumedCapacity?: Consumed | readonly Consumed[] };
        const units = [consumed ?? []].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
        calls.push({ command: String(commandName), units });
        return result;
      },
    { step: 'initialize' },
  );
  return DynamoDBDocumentClient.from(base, { marshallOptions: { removeUndefinedValues: true } });
};

interface Consumed {
  readonly CapacityUnits?: number;
}

const caller: Caller = { actor: 'token:operator', permissions: new Set() };
const origin = { actor: caller.actor, requestId: 'request-1', sourceIp: '192.0.2.7' };

const request = <B extends object, P extends object>(body: B, params: P) => ({
  ...{ body, params, query: {}, header: {}, caller, origin },
  remember: (reply: Reply) => [remember(keyedRequest(caller, fresh(), { body }), reply, new Date())],
});

const deps = { record: eventRecorder({ newId, retentionDays: 400 }), newId, newReference: newId, newInt32, now };

const createPartner = async (fields: Item) => {
  const [{ createPartner: operation }, { partnerStore }] = await Promise.all([
    import('../../functions/partners/create.ts'),
    import('../../functions/partners/store.ts'),
  ]);
  const body = newPartner(fields) as unknown as Input<typeof partnerContract>['body'];
  return operation(request(body, {}), { ...deps, partners: partnerStore(table) });
};

const createReseller = async () => {
  const [{ createReseller: operation }, { resellerStore }] = await Promise.all([
    import('../../functions/resellers/create.ts'),
    import('../../functions/resellers/store.ts'),
  ]);
  const body = newReseller() as unknown as Input<typeof resellerContract>['body'];
  return operation(request(body, {}), { ...deps, resellers: resellerStore(table) });
};

const createOrganization = async (resellerId: string) => {
  const [{ createOrganization: operation }, { organizationStore }] = await Promise.all([
    import('../../functions/organizations/create.ts'),
    import('../../functions/organizations/store.ts'),
  ]);
  const body = newOrganization() as unknown as Input<typeof organizationContract>['body'];
  return operation(request(body, { resellerId }), { ...deps, organizations: organizationStore(table) });
};

const READ = 'GetItemCommand';
const WRITE = 'TransactWriteItemsCommand';

// A transaction pays two write units for each item of up to 1 KB, and one for each index that an item is in.
test.each([
  ['reseller', () => createReseller(), [WRITE], 7],
  ['organization', async () => createOrganization(await makeReseller(api)), [WRITE], 11],
  ['root partner', () => createPartner({}), [WRITE], 14],
  ['partner by parent id', () => createPartner({ parent: { id: parent.id } }), [READ, WRITE], 17],
  ['partner by parent name', () => createPartner({ parent: { name: parent.name } }), [READ, READ, WRITE], 17],
])('a keyed %s is created in the fewest round trips and write units', async (_, create, commands, units) => {
  expect((await create()).status).toBe(201);
  expect(calls.map(({ command }) => command)).toEqual(commands);
  expect(calls.at(-1)?.units).toBe(units);
});
