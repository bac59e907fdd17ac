import type { Contract } from '../../shared/contract/contract.ts';
import { TEXT_PATTERN, USER_NAME_PATTERN } from '../../shared/contract/schemas.ts';

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

/** Sends somebody who cannot sign in a link, to the address that the contact has. */
export const requestPasswordReset = {
  operationId: 'requestPasswordReset',
  tag: 'Credentials',
  method: 'POST',
  path: '/v1/password-resets',
  summary: 'Request a link to set a password',
  description:
    'Sends the contact with this user name an e-mail with a link to set its password, which is valid once and for one hour. Until it is used, the password and earlier links stay as they are. The answer is the same whether or not there is such a user: a user name that does not exist, one of an API credential, an inactive contact, and one whose partner or a partner above it is inactive get no e-mail. Five requests of a user name in a day (UTC), three of them from one network, and twenty of a network in an hour are taken; more are 429.',
  access: 'public',
  body: {
    title: 'PasswordResetInput',
    type: 'object',
    additionalProperties: false,
    required: ['userName'],
    properties: { userName: { type: 'string', minLength: 1, maxLength: 255, pattern: USER_NAME_PATTERN } },
  },
  requestExample: { userName: 'ada' },
  response: { status: 202, description: 'If there is such a user, an e-mail is on its way.' },
  refusals: ['too-many-requests'],
} as const satisfies Contract;
