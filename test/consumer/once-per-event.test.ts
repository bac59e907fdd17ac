import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { startDynamoDb } from '@tenantry/cdk-local/dynamodb/server';
import { EventInProgressError, handleOnce, oncePerEvent } from '../../consumer/index.ts';
import type { TenantryEvent } from '../../events/types.ts';

const TABLE = 'handled-events';
const MINUTE_MS = 60_000;
const context = { getRemainingTimeInMillis: () => MINUTE_MS };

let server: Awaited<ReturnType<typeof startDynamoDb>>;
let client: DynamoDBClient;

beforeAll(async () => {
  server = await startDynamoDb();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = new DynamoDBClient({ endpoint: server.url, region: 'eu-west-1', credentials });
  await client.send(
    new CreateTableCommand({
      TableName: TABLE,
      AttributeDefinitions: [{ AttributeName: 'eventId', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'eventId', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  Object.assign(process.env, {
    ...{ AWS_ENDPOINT_URL_DYNAMODB: server.url, AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
    ...{ TENANTRY_DEDUP_TABLE: TABLE, TENANTRY_DEDUP_DAYS: '3' },
  });
});
afterAll(async () => {
  client.destroy();
  await server.stop();
});

const newEvent = () => ({ detail: { metadata: { eventId: randomUUID() } } }) as unknown as TenantryEvent;
const itemOf = async (event: TenantryEvent) => {
  const Key = { eventId: { S: event.detail.metadata.eventId } };
  return (await client.send(new GetItemCommand({ TableName: TABLE, Key }))).Item;
};

it('hands a handler each event once, with its context, and returns what it returned', async () => {
  const seen: unknown[] = [];
  const handler = oncePerEvent((event: TenantryEvent, given: typeof context) => {
    seen.push([event, given]);
    return 'done';
  });
  const [one, other] = [newEvent(), newEvent()];
  expect([await handler(one, context), await handler(one, context), await handler(other, context)]).toEqual(['done', undefined, 'done']);
  expect(seen).toEqual([
    [one, context],
    [other, context],
  ]);
});

it('does work that failed again when the event comes again, and throws its error', async () => {
  const event = newEvent();
  const failing = handleOnce(event, context, () => Promise.reject(new Error('the CRM is down')));
  await expect(failing).rejects.toThrow('the CRM is down');
  expect(await itemOf(event)).toBeUndefined();
  await expect(handleOnce(event, context, () => 'done')).resolves.toBe('done');
});

it('refuses an event that another invocation is handling, so that it is tried again', async () => {
  const event = newEvent();
  const inner = await handleOnce(event, context, () => handleOnce(event, context, () => 'twice').catch((error: unknown) => error));
  expect(inner).toBeInstanceOf(EventInProgressError);
  expect(inner).toMatchObject({ eventId: event.detail.metadata.eventId });
});

it('handles an event whose invocation was cut off, once its time is over', async () => {
  const event = newEvent();
  const cutOff = { getRemainingTimeInMillis: () => -2 * MINUTE_MS };
  const results = await handleOnce(event, cutOff, async () => [await handleOnce(event, context, () => 'after')]);
  expect(results).toEqual(['after']);
});

it('leaves the claim of the invocation that has taken over when the late one fails', async () => {
  const event = newEvent();
  const late = { getRemainingTimeInMillis: () => -2 * MINUTE_MS };
  const isTaken: unknown[] = [];
  await handleOnce(event, late, async () => {
    await handleOnce(event, context, async () => {
      await expect(
        handleOnce(event, late, () => {
          throw new Error('never called');
        }),
      ).rejects.toThrow(EventInProgressError);
    });
    throw new Error('late');
  }).catch((error: unknown) => isTaken.push(error));
  expect(isTaken).toEqual([new Error('late')]);
  await expect(handleOnce(event, context, () => 'again')).resolves.toBeUndefined();
});

it('keeps the id of a handled event for the days that the variable says, counted in seconds', async () => {
  const event = newEvent();
  await handleOnce(event, context, () => 'done');
  const { expiresAt, handledAt, claimId } = (await itemOf(event)) ?? {};
  expect(Number(expiresAt?.N)).toBe(Math.floor(Date.parse(handledAt?.S ?? '') / 1000) + 3 * 86_400);
  expect(claimId).toBeUndefined();
});

it('takes an item that has expired and is still there for a duplicate', async () => {
  const event = newEvent();
  await handleOnce(event, context, () => 'done');
  const Key = { eventId: { S: event.detail.metadata.eventId } };
  const past = { UpdateExpression: 'SET expiresAt = :one', ExpressionAttributeValues: { ':one': { N: '1' } } };
  await client.send(new UpdateItemCommand({ TableName: TABLE, Key, ...past }));
  await expect(handleOnce(event, context, () => 'again')).resolves.toBeUndefined();
});

it('claims an event for a second more than its invocation has, in an item that is removed if nobody comes back', async () => {
  const event = newEvent();
  await handleOnce(event, context, async () => {
    const { claimedUntil, expiresAt } = (await itemOf(event)) ?? {};
    const claimedAt = Number(claimedUntil?.N) - MINUTE_MS - 1000;
    expect(Number(expiresAt?.N)).toBe(Math.floor(claimedAt / 1000) + 3 * 86_400);
  });
});

it('throws the error of the work also when the event cannot be given back', async () => {
  const failing = handleOnce(newEvent(), context, async () => {
    await client.send(new DeleteTableCommand({ TableName: TABLE }));
    throw new Error('the CRM is down');
  });
  await expect(failing).rejects.toThrow('the CRM is down');
});

it('names the variable that is missing', async () => {
  delete process.env.TENANTRY_DEDUP_TABLE;
  await expect(handleOnce(newEvent(), context, () => 'done')).rejects.toThrow('TENANTRY_DEDUP_TABLE is not set');
});
