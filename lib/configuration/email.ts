import { httpsUrl } from './values.ts';

const limit = { type: 'integer', minimum: 1 } as const;

const welcomeLimits = {
  type: 'object',
  additionalProperties: false,
  default: {},
  description: 'How many welcome e-mails may be requested per [UTC day](api.md#welcome-e-mails).',
  examples: [{ perPartner: 500, perTree: 5000 }],
  properties: {
    perAddress: { ...limit, maximum: 20, default: 3, description: 'To one address, whoever asks.' },
    perPartner: {
      ...limit,
      maximum: 10_000,
      default: 100,
      description: 'For the contacts of one partner, and the first contacts of partners directly below it.',
    },
    perTree: {
      ...limit,
      maximum: 100_000,
      default: 1000,
      description: 'For a root partner and all below it together.',
    },
  },
} as const;

/** The sender of welcome e-mails, and the page of their links. */
export const email = {
  type: 'object',
  additionalProperties: false,
  required: ['from', 'passwordUrl'],
  description: 'The sender of welcome e-mails, and the page that they lead to.',
  examples: [{ from: 'accounts@acme.test', passwordUrl: 'https://accounts.acme.test/password#' }],
  properties: {
    from: {
      type: 'string',
      format: 'email',
      maxLength: 320,
      description: 'The sender. SES must have verified the address or its own domain, not only a domain above it.',
    },
    passwordUrl: {
      ...httpsUrl,
      description: 'The page where a contact sets its password. The token is appended: end it with `#` or `?token=`.',
    },
    welcomeLimits,
  },
} as const;
