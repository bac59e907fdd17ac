import { AWS_NOTE, declare } from '../command/declaration.ts';

/** `tenantry bootstrap`. */
export const bootstrap = declare({
  name: 'bootstrap',
  summary: 'creates the first partner of an installation and an API credential for it',
  description: 'Creates the root partner of an installation and an API credential for it. The secret is shown once.',
  options: {
    stage: { value: '<stage>', help: 'the stage of the installation, such as prod' },
    installation: { value: '<name>', help: 'the name of the installation, where it is not tenantry' },
    table: { value: '<name>', help: 'the output TableName of the data stack, instead of --stage' },
    name: { value: '<text>', help: 'the name of the partner' },
    user: { value: '<user name>', help: "the user name of the partner's contact, a Partner Supervisor" },
    'first-name': { value: '<text>', help: 'the first name of the contact' },
    'last-name': { value: '<text>', help: 'the last name of the contact' },
    email: { value: '<address>', help: 'the e-mail address of the contact' },
    phone: { value: '<+number>', help: 'the phone number of the contact' },
  },
  notes: AWS_NOTE,
});
