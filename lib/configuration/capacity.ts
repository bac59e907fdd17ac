const reserved = (minimum: number, description: string) => ({ type: 'integer', minimum, maximum: 10_000, description }) as const;

/** How much of the account's Lambda concurrency there is, and who gets it. */
export const capacityKeys = {
  batchesAtOnce: {
    type: 'integer',
    minimum: 1,
    maximum: 50,
    default: 4,
    description:
      'How many batches of organizations one reseller may have under way; what exceeds it is answered 429 with `Retry-After`. A batch holds a function ' +
      'for up to 15 seconds: this is the share of one tenant ([the calculation](operations.md#capacity)).',
    examples: [2],
  },
  concurrency: {
    type: 'object',
    additionalProperties: false,
    default: {},
    description:
      'Concurrency that is reserved for functions out of the pool of the account and Region, which is also their limit; nothing is reserved when absent, ' +
      'so that an installation deploys in a new account ([more](operations.md#capacity)).',
    examples: [{ account: 1000, reserved: { publisher: 20, reconciler: 10, collector: 5, batches: 100 } }],
    properties: {
      account: {
        type: 'integer',
        minimum: 10,
        maximum: 1_000_000,
        description:
          'The quota "Concurrent executions" of the account and Region. Needed with `reserved`: AWS keeps 100 of it free of reservations.',
      },
      reserved: {
        type: 'object',
        additionalProperties: false,
        default: {},
        properties: {
          // A table on demand begins with four shards; the sweep of the reconciler runs beside them.
          publisher: reserved(4, 'Puts events on the bus: as many as the stream of the table has shards.'),
          reconciler: reserved(5, 'Follows webhook endpoints: twice the shards, and its sweep.'),
          // Lambda polls the queue as much all the same, and messages of refused invocations count as received (Lambda guide, "maximum concurrency").
          collector: reserved(5, 'Collects dead letters, of which it takes five batches at a time.'),
          batches: reserved(1, 'Batches of organizations, of all resellers together; more are answered 503.'),
        },
      },
    },
  },
} as const;
