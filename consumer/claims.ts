import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException, DeleteItemCommand, DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { DEDUP_DAYS, DEDUP_TABLE, DEFAULT_DEDUP_DAYS } from './settings.ts';

/** The claim of one invocation on an event. */
export interface Claim {
  readonly id: string;
}

/** The claims on events, in a table with an item for each event. */
export interface Claims {
  /** Takes an event for a time, unless it was handled or another has taken it. */
  take(eventId: string, forMs: number): Promise<Claim | 'handled' | 'taken'>;
  /** Marks the event as handled, whoever has claimed it meanwhile: the work is done. */
  complete(eventId: string): Promise<void>;
  /** Gives the event back, unless another has claimed it meanwhile. */
  release(eventId: string, claim: Claim): Promise<void>;
}

// A later attempt should not find the claim of one that Lambda has just cut off.
const MARGIN_MS = 1000;

const DAY_MS = 86_400_000;

let opened: { readonly tableName: string; readonly client: DynamoDBClient } | undefined;

/**
 * Opens the table that the variables of the function name.
 * @throws {Error} when they name none
 */
export const openClaims = (): Claims => {
  const tableName = process.env[DEDUP_TABLE];
  if (!tableName) throw new Error(`${DEDUP_TABLE} is not set: give the TenantrySubscription dedup: true, or call its grantDedup`);
  if (opened?.tableName !== tableName) opened = { tableName, client: new DynamoDBClient({}) };
  return claimsIn(opened.client, tableName, Number(process.env[DEDUP_DAYS] ?? DEFAULT_DEDUP_DAYS));
};

const claimsIn = (client: DynamoDBClient, TableName: string, days: number): Claims => {
  const keyOf = (eventId: string) => ({ TableName, Key: { eventId: { S: eventId } } });
  const seconds = (ms: number) => ({ N: String(Math.floor(ms / 1000)) });

  return {
    async take(eventId, forMs) {
      const claim = { id: randomUUID() };
      const now = Date.now();
      try {
        await client.send(
          new UpdateItemCommand({
            ...keyOf(eventId),
            ConditionExpression: 'attribute_not_exists(eventId) OR (attribute_not_exists(handledAt) AND claimedUntil < :now)',
            UpdateExpression: 'SET claimId = :claim, claimedUntil = :until, expiresAt = :expires',
            ExpressionAttributeValues: {
              ':now': { N: String(now) },
              ':claim': { S: claim.id },
              ':until': { N: String(now + forMs + MARGIN_MS) },
              ':expires': seconds(now + days * DAY_MS),
            },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        return claim;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return error.Item?.handledAt === undefined ? 'taken' : 'handled';
      }
    },

    async complete(eventId) {
      const now = Date.now();
      await client.send(
        new UpdateItemCommand({
          ...keyOf(eventId),
          UpdateExpression: 'SET handledAt = :now, expiresAt = :expires REMOVE claimId, claimedUntil',
          ExpressionAttributeValues: { ':now': { S: new Date(now).toISOString() }, ':expires': seconds(now + days * DAY_MS) },
        }),
      );
    },

    async release(eventId, { id }) {
      const own = { ConditionExpression: 'claimId = :claim', ExpressionAttributeValues: { ':claim': { S: id } } };
      await client.send(new DeleteItemCommand({ ...keyOf(eventId), ...own })).catch((error: unknown) => {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      });
    },
  };
};
