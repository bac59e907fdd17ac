import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { createOrganization as organizationContract } from '../../functions/organizations/contract.ts';
import type { createPartner as partnerContract } from '../../functions/partners/contract.ts';
import type { listPartners as listContract } from '../../functions/partners/contract-changes.ts';
import type { createReseller as resellerContract } from '../../functions/resellers/contract.ts';
import type { Caller } from '../../functions/shared/contract/caller.ts';
import type { Input } from '../../functions/shared/contract/contract.ts';
import { keyedRequest, type Reply, remember } from '../../functions/shared/http/idempotency.ts';
import { newId, newInt32, now } from '../../functions/shared/runtime.ts';
import { eventRecorder } from '../../functions/shared/table/events.ts';
import { openTable, type Table } from '../../functions/shared/table/table.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { knownCursors } from '../../testing/cursors.ts';
import { WELCOMES } from '../unit/partners/samples.ts';
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

const deps = { welcomes: WELCOMES, record: eventRecorder({ newId, retentionDays: 400 }), newId, newReference: newId, newInt32, now };

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
    import('../../functions/organizations/creation.ts'),
    import('../../functions/organizations/store.ts'),
  ]);
  const body = newOrganization() as unknown as Input<typeof organizationContract>['body'];
  return operation(request(body, { resellerId }), { ...deps, organizations: organizationStore(table) });
};

const listPartners = async (query: Item, who: Caller = caller) => {
  const [{ listPartners: operation }, { partnerStore }] = await Promise.all([
    import('../../functions/partners/list.ts'),
    import('../../functions/partners/store.ts'),
  ]);
  return operation(
    { ...request({}, {}), query: query as Input<typeof listContract>['query'], caller: who },
    { partners: partnerStore(table), cursors: knownCursors },
  );
};

const READ = 'GetItemCommand';
const QUERY = 'QueryCommand';
const WRITE = 'TransactWriteItemsCommand';

// The native engine counts two write units for each item of up to 1 KB in a transaction, and one
// for each index that it is in; AWS's own counts 18 where that counts 15.
test.each([
  ['reseller', () => createReseller(), [WRITE], 15],
  ['organization', async () => createOrganization(await makeReseller(api)), [WRITE], 15],
  ['root partner', () => createPartner({}), [WRITE], 20],
  ['partner by parent id', () => createPartner({ parent: { id: parent.id } }), [READ, WRITE], 23],
  ['partner by parent name', () => createPartner({ parent: { name: parent.name } }), [READ, READ, WRITE], 23],
])('a keyed %s is created in the fewest round trips and write units', async (_, create, commands, units) => {
  expect((await create()).status).toBe(201);
  expect(calls.map(({ command }) => command)).toEqual(commands);
  if (!process.env.DYNAMODB_ENDPOINT) expect(calls.at(-1)?.units).toBe(units);
});

describe('among many partners', () => {
  let child: Item;

  beforeAll(async () => {
    for (let batch = 0; batch < 3; batch += 1) await Promise.all(Array.from({ length: 20 }, () => makePartner(api, parent)));
    const { id } = await makePartner(api, parent);
    child = (await api.get(`/v1/partners/${id}`)).body;
  });

  const bound = (partnerId: number): Caller => ({ ...caller, partnerId });

  test.each<[string, () => Promise<Reply>, readonly string[]]>([
    ['the roots', () => listPartners({}), [QUERY]],
    ['the caller’s own children', () => listPartners({}, bound(parent.id)), [READ, QUERY]],
    ['children by their parent’s id', () => listPartners({ partner: String(parent.id), limit: 50 }), [READ, QUERY]],
    ['children by their parent’s name', () => listPartners({ partner: parent.name }), [READ, READ, QUERY]],
    ['the active children', () => listPartners({ partner: String(parent.id), isActive: true }), [READ, QUERY]],
    ['a look-up by name, with its parent', () => listPartners({ name: child.name }), [READ, READ, READ]],
    ['a look-up by reference, with its parent', () => listPartners({ reference: child.reference }), [READ, READ, READ]],
    ['a look-up of nobody', () => listPartners({ name: 'nobody' }), [READ]],
  ])('%s are read in the fewest round trips, however many there are', async (_, list, commands) => {
    expect((await list()).status).toBe(200);
    expect(calls.map(({ command }) => command)).toEqual(commands);
  });

  test('a page costs what it answers and one item more, not what there is', async () => {
    const unitsOf = async (limit: number) => {
      calls = [];
      await listPartners({ partner: String(parent.id), limit });
      return calls.at(-1)?.units ?? 0;
    };
    const [few, many] = [await unitsOf(5), await unitsOf(50)];
    // An index is read eventually consistently: half a unit for each 4 KB.
    expect(few).toBeLessThanOrEqual(1);
    expect(many).toBeGreaterThan(few);
    expect(many).toBeLessThanOrEqual(few * 11);
  });
});
