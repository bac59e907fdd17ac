import { declare } from '../command/declaration.ts';
import { CONNECTION_OPTIONS } from '../resources/declaration.ts';

/** `tenantry console`. */
export const consoleCommand = declare({
  name: 'console',
  summary: 'serves a page on this machine that shows a deployed installation',
  description:
    'Serves a page on this machine, and on no other, that shows the event log with its deliveries, endpoints, limits and\npartners of an API until Ctrl-C. It only reads. The link that it prints has a key; keep it to yourself.',
  options: {
    port: { value: '<n>', help: 'its port (default: a free one)' },
    ...CONNECTION_OPTIONS,
  },
  examples: ['--stage prod'],
  notes: `TENANTRY_TOKEN is the token. Without it and without --token-command, a local API gets a local token,
and a stage with a user pool one of its operator's client. The page never has it.
Permissions: partner:read, reseller:read, reseller:organization:read, webhook:read, eventLog:read. What the
token lacks, its view says. npm start has a console of its own, which shows more.`,
});
