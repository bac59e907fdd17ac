import { EVENT_NAMES } from '../../functions/events/event-names.ts';
import { declare, INSTALLATION, LOCAL_RUNTIME } from '../command/declaration.ts';

/** `tenantry trigger`. */
export const trigger = declare({
  name: 'trigger',
  summary: 'puts a sample of an event on a bus',
  description: 'Puts a sample of an event on the bus of the local runtime, or of a stage. Its eventId begins with test-.',
  words: '<event>',
  wordChoices: EVENT_NAMES,
  options: {
    data: { value: '<json>', help: "members of the event's data; null removes one" },
    tenant: { value: '<path>', help: 'the tenant of the event, such as /partners/1/9' },
    ...LOCAL_RUNTIME,
    ...INSTALLATION,
    yes: { help: 'with --stage: does not ask' },
  },
  examples: ['reseller.organization.created', 'reseller.created --data \'{"name":"Contoso Resale"}\''],
});
