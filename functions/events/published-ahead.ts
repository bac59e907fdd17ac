import type { DynamoDBRecord } from 'aws-lambda';

// As many as some batches hold; a forgotten one is published again.
const MOST = 5000;

/** The records that are done with although an earlier one of their batch is not. */
export interface PublishedAhead {
  has(record: DynamoDBRecord): boolean;
  /** Notes which records of a batch are done with beyond the one that it is handed over again from. */
  replace(batch: readonly DynamoDBRecord[], ahead: readonly DynamoDBRecord[]): void;
}

/** Remembers, as long as the process lives, what need not be published again when Lambda hands over the rest of a batch. */
export const publishedAhead = (): PublishedAhead => {
  // Lambda gives every stream record a unique `eventID`.
  const ids = new Set<string | undefined>();
  return {
    has: ({ eventID }) => eventID !== undefined && ids.has(eventID),
    replace: (batch, ahead) => {
      for (const { eventID } of batch) ids.delete(eventID);
      for (const { eventID } of ahead) ids.add(eventID);
      for (const oldest of [...ids].slice(0, Math.max(0, ids.size - MOST))) ids.delete(oldest);
    },
  };
};
