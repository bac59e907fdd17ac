/**
 * The welcome e-mail as an SES template; `{{firstName}}`, which only has letters, and `{{link}}`
 * are filled in for each contact.
 */
export const WELCOME_TEXT = {
  subjectPart: 'Set your password',
  textPart: `Hello {{firstName}},

an account was made for you. Set your password here:

{{link}}

The link works once, for 72 hours. If you did not expect this e-mail, you can ignore it.
`,
};

/** The e-mail to somebody who requested a link to set a password, with the same variables. */
export const PASSWORD_RESET_TEXT = {
  subjectPart: 'Set a new password',
  textPart: `Hello {{firstName}},

somebody asked for a link to set the password of your account. Set a new one here:

{{link}}

The link works once, for an hour. If you did not ask for it, you can ignore this e-mail: your
password stays as it is.
`,
};
