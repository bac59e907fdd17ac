import { AWS_NOTE, declare, INSTALLATION } from '../command/declaration.ts';

/** `tenantry redrive`. */
export const redrive = declare({
  name: 'redrive',
  summary: 'sends dead letters of webhooks, or of a subscription, again',
  description: `Sends dead letters of webhooks again, each to its endpoint and with its Webhook-Id: those of the
delivery log, or those of a queue; with --subscription those of a TenantrySubscription, each to its
target.`,
  options: {
    ...INSTALLATION,
    'poison-queue': { help: 'with --stage: takes them from the poison queue of webhooks, not from the delivery log' },
    table: { value: '<name>', help: 'the output TableName of the data stack, instead of --stage' },
    queue: { value: '<url>', help: 'a queue of dead letters, such as the output WebhookPoisonQueueUrl of the API stack' },
    subscription: { value: '<url>', help: 'the dead-letter queue of a TenantrySubscription, on AWS or on this machine' },
    bus: { value: '<name>', help: 'the output EventBusName of the data stack (default: that of --stage)' },
    installation: {
      value: '<name>-<stage>',
      help: "where the bus is not the installation's own and there is no --stage (default: the bus)",
    },
    webhook: { value: '<id or name>', help: 'only those of this endpoint: an id, or the name of an endpoint of the deployment' },
    event: { value: '<name>', help: 'only those of this event, such as reseller.created' },
    error: { value: '<code>', help: 'only those with this error code, such as SDK_CLIENT_ERROR' },
    from: { value: '<time>', help: 'only those recorded (in a queue: dead-lettered) from this time on, such as 2026-11-22T14:00:00Z' },
    to: { value: '<time>', help: 'only those recorded before this time' },
    'dry-run': { help: 'sends nothing and shows what would be sent' },
    concurrency: { value: '<n>', help: 'how many at once, 1 to 50 (default: 4)' },
  },
  examples: ['--stage prod --webhook billing --dry-run', '--stage prod --poison-queue', '--subscription <url> --dry-run'],
  notes: `You can stop it and run it again: a dead letter is marked, or deleted from its queue, after the bus
has accepted it.
Dead letters of an endpoint that takes nothing now (deleted, disabled, suspended) are skipped.
${AWS_NOTE}`,
});
