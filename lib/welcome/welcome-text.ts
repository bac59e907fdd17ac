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
