import { AWS_NOTE, declare, INSTALLATION } from '../command/declaration.ts';

/** `tenantry republish`. */
export const republish = declare({
  name: 'republish',
  summary: 'publishes recorded events again, to every subscriber',
  words: '[<event id>…]',
  description: `Publishes recorded events again, under their ids and signed with the present keys: those of these
ids, those of a span of time, or those in the dead-letter queue of the publisher. Every rule of the
bus and every webhook endpoint gets them, the oldest first.`,
  options: {
    ...INSTALLATION,
    table: { value: '<name>', help: 'the output TableName of the data stack, instead of --stage' },
    from: { value: '<time>', help: 'those recorded from this time on, such as 2026-11-22T14:00:00Z' },
    to: { value: '<time>', help: 'with --from: those recorded before this time (default: now)' },
    'dead-letters': { help: 'with --stage: those in the dead-letter queue of the publisher' },
    queue: { value: '<url>', help: 'the output PublisherDeadLetterQueueUrl of the API stack, instead of --dead-letters' },
    tenant: { value: '<path>', help: 'only those of this tenant, such as /resellers/<id>, and of all below it' },
    event: { value: '<name>', help: 'only those of this event, such as reseller.created' },
    'dry-run': { help: 'publishes nothing and shows what would be published' },
  },
  examples: ['--stage prod --dead-letters --dry-run', '--stage prod --from 2026-11-22T14:00:00Z --to 2026-11-22T15:00:00Z'],
  notes: `You can stop it and run it again: subscribers detect duplicates by the id of the event. A dead letter
is deleted once its event is written for the publisher.
${AWS_NOTE}`,
});
