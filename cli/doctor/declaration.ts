import { declare, INSTALLATION } from '../command/declaration.ts';

const FIRST_HOUR = 'With --first-hour:';

/** `tenantry doctor`. */
export const doctor = declare({
  name: 'doctor',
  summary: 'checks a deployed installation from outside and prints a table',
  description: `Checks a deployed installation from outside and prints a table of what was seen, what was not
looked at and why, and what to do next. With --url alone: only what can be seen over HTTP, without AWS.`,
  options: {
    ...INSTALLATION,
    region: { value: '<region>', help: "the AWS Region, where it is not that of the AWS SDK's configuration" },
    profile: { value: '<name>', help: "a profile of the AWS SDK's configuration" },
    url: { value: '<address>', help: 'the address of the API, where it is not the output of the stack' },
    'token-command': {
      value: '<command>',
      help: 'a shell command that prints a token; else TENANTRY_TOKEN. An API on this machine gets a local token',
    },
    write: {
      help: 'also creates and deletes an organization through the API, with that token. Its events are sent to webhooks. The deleted organization can be restored for as long as the installation keeps deleted ones',
    },
    reseller: {
      value: '<id>',
      help: 'the reseller to do that in, where the token is bound to it; else one is created and deleted',
    },
    json: { help: 'prints the rows as JSON' },
    'first-hour': {
      help: "asks an AWS account what no document says, and prints its answers beside Tenantry's assumptions; without --yes it prints what it would do, and what that costs",
      group: FIRST_HOUR,
    },
    yes: { help: 'deploys a stage of its own, asks, and removes all of it, also after an error or Ctrl-C', group: FIRST_HOUR },
    clean: { help: 'only removes what an interrupted run has left of that stage', group: FIRST_HOUR },
  },
  examples: ['--stage prod', '--url https://api.example.com', '--first-hour'],
  notes: `It only reads, except with --write and --yes. Credentials are those of the AWS SDK (AWS_PROFILE, …) and
need only to read; AWS_ENDPOINT_URL leads it to an emulator.
Exit code: 0 when nothing failed, 1 when something did, 2 when the options were wrong.

--first-hour takes --stage, --name, --region, --profile and --json. Its stage is first-hour, or one that
begins so; no other is touched. It needs credentials that may deploy, in an account and Region where
\`npx cdk bootstrap\` was run.
Exit code of --first-hour --yes: 0 when all is as assumed, 1 when something differs, 2 when something
could not be asked or the options were wrong.`,
});
