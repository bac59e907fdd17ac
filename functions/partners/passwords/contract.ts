import type { Contract } from '../../shared/contract/contract.ts';
import { TEXT_PATTERN } from '../../shared/contract/schemas.ts';

/** Sets the password of a contact by the link of its welcome e-mail. */
export const setPassword = {
  operationId: 'setPassword',
  tag: 'Credentials',
  method: 'POST',
  path: '/v1/password',
  summary: 'Set a password',
  description:
    'Sets the password of a contact with the token of its welcome e-mail, which is valid once and for 72 hours. Another e-mail address of the contact, or its deactivation, voids it for good. A password has 12 to 128 characters, at least 5 different ones. It must not be a common password, and must not contain the user name, the part of the e-mail address before the @, or the name of the partner or of the service. `errors` lists every broken rule.',
  access: 'public',
  body: {
    title: 'PasswordInput',
    type: 'object',
    additionalProperties: false,
    required: ['token', 'password'],
    properties: {
      token: { type: 'string', minLength: 43, maxLength: 43, pattern: '^[A-Za-z0-9_-]+$' },
      // RFC 7617 takes no control characters, and of what is no Unicode nobody could sign in with
      // what was meant.
      password: { type: 'string', minLength: 12, maxLength: 128, pattern: TEXT_PATTERN, writeOnly: true },
    },
  },
  requestExample: { token: 'p3J0mQ1cXk7VtY2uWz9aB4dE6fG8hI0jK1lM3nO5pQ8', password: 'correct horse battery staple' },
  response: { status: 204, description: 'The password is set.' },
  refusals: ['password-link-invalid', 'password-too-weak'],
} as const satisfies Contract;
