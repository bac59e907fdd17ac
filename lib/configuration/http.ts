const throttle = {
  type: 'object',
  additionalProperties: false,
  default: {},
  description: 'How many requests all callers together may make.',
  properties: {
    ratePerSecond: { type: 'integer', minimum: 1, maximum: 100_000, default: 500, description: 'On average.' },
    burst: { type: 'integer', minimum: 1, maximum: 100_000, default: 1000, description: 'At once.' },
  },
} as const;

/** The HTTP API. */
export const httpKeys = { throttle } as const;
