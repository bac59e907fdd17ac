import { declare } from '../command/declaration.ts';
import { CALL_OPTIONS, CONNECTION_OPTIONS } from '../resources/declaration.ts';

/** `tenantry why`. */
export const why = declare({
  name: 'why',
  summary: 'tells what became of an event, a request or an organization',
  description:
    'Finds the changes of an id, and prints for each who made it, what it changed, at which endpoints it arrived or was\ndead-lettered, and what to do next. The id is that of an event (a Webhook-Id), of a request, of an organization or of\nanother resource.',
  words: '<id>',
  options: {
    limit: { value: '<n>', help: 'the most changes of a resource or a request, the newest ones (default: 10)' },
    json: CALL_OPTIONS.json,
    ...CONNECTION_OPTIONS,
  },
  examples: ['019f2b6c-91d4-7d2a-8f11-0c5a2b7a9e31', "'JKJaXmPLvHcESHA=' --stage prod", '<organization id> --json'],
  notes: `TENANTRY_TOKEN is the token. Without it and without --token-command, a local API gets a local token,
and a stage with a user pool one of its operator's client.
Permission: eventLog:read. A token of a tenant sees its own changes and endpoints.`,
});
