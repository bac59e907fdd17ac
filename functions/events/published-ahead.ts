import type { DynamoDBRecord } from 'aws-lambda';

// As many as some batches contain; a forgotten one is published again.
const MAX_REMEMBERED = 5000;

/** The records that are done although an earlier one of their batch is not. */
export interface PublishedAhead {
  has(record: DynamoDBRecord): boolean;
  /** Remembers the done records of a batch beyond the one where it is delivered again. */
  replace(batch: readonly DynamoDBRecord[], ahead: readonly DynamoDBRecord[]): void;
}

/**
 * Creates the memory, for the life of the process, of records that need not be published again when
 * Lambda delivers the rest of a batch.
 */
export const publishedAhead = (): PublishedAhead => {
  // Lambda gives every stream record a unique `eventID`.
  const ids = new Set<string | undefined>();
  return {
    has: ({ eventID }) => eventID !== undefined && ids.has(eventID),
    replace: (batch, ahead) => {
      for (const { eventID } of batch) ids.delete(eventID);
      for (const { eventID } of ahead) ids.add(eventID);
      for (const oldest of [...ids].slice(0, Math.max(0, ids.size - MAX_REMEMBERED))) ids.delete(oldest);
    },
  };
};
