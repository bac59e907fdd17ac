import { httpsUrl } from './values.ts';

/** Who welcome e-mails come from, and where they lead. */
export const email = {
  type: 'object',
  additionalProperties: false,
  required: ['from', 'passwordUrl'],
  description: 'Who welcome e-mails come from, and where they lead.',
  examples: [{ from: 'accounts@acme.test', passwordUrl: 'https://accounts.acme.test/password#' }],
  properties: {
    from: {
      type: 'string',
      format: 'email',
      maxLength: 320,
      description: 'The sender of welcome e-mails, a plain address: verified in SES itself, or by its own domain (not by one above it).',
    },
    passwordUrl: {
      ...httpsUrl,
      description: 'The page where a contact sets its password; the token is appended, so end it with `#` or `?token=`.',
    },
  },
} as const;
