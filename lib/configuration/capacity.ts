const reserved = (minimum: number, description: string) => ({ type: 'integer', minimum, maximum: 10_000, description }) as const;

/** The Lambda concurrency of the account, and its reservations. */
export const capacityKeys = {
  batchesAtOnce: {
    type: 'integer',
    minimum: 1,
    maximum: 50,
    default: 4,
    description: 'How many batches one reseller may run at once. One more is 429 `too-many-batches` ([capacity](operations.md#capacity)).',
    examples: [2],
  },
  concurrency: {
    type: 'object',
    additionalProperties: false,
    default: {},
    description: 'Lambda concurrency that is reserved for functions, which also limits them ([capacity](operations.md#capacity)).',
    examples: [{ account: 1000, reserved: { publisher: 20, reconciler: 10, collector: 5, batches: 100 } }],
    properties: {
      account: {
        type: 'integer',
        minimum: 10,
        maximum: 1_000_000,
        description:
          'The quota "Concurrent executions" of the account and Region. Required with `reserved`: AWS keeps 100 of it unreserved.',
      },
      reserved: {
        type: 'object',
        additionalProperties: false,
        default: {},
        properties: {
          // A table on demand begins with four shards; the sweep of the reconciler runs beside
          // them.
          publisher: reserved(4, 'Puts events on the bus. Needs one per shard of the stream of the table.'),
          reconciler: reserved(5, 'Sets webhook endpoints up. Needs two per shard, and one for its sweep.'),
          // Lambda polls the queue as often in any case, and messages of refused invocations count
          // as received (Lambda guide, "maximum concurrency").
          collector: reserved(5, 'Collects dead letters, five batches at a time.'),
          batches: reserved(1, 'Batches of all resellers together. More are 503.'),
        },
      },
    },
  },
} as const;
