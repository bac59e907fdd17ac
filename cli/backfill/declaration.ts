import { SNAPSHOT_NAMES } from '../../functions/events/event-names.ts';
import { webhookKeys } from '../../lib/configuration/webhooks.ts';
import { AWS_NOTE, declare, INSTALLATION } from '../command/declaration.ts';

/** The seconds that a rule may need to take effect, unless the stage says otherwise. */
export const DEFAULT_SETTLE: number = webhookKeys.webhookSettleSeconds.default;
/** Events per second. */
export const DEFAULT_RATE = 100;
export const HIGHEST_RATE = 1000;

/** `tenantry backfill`. */
export const backfill = declare({
  name: 'backfill',
  summary: 'sends the present state to one late consumer as snapshot events',
  description: `Sends the present state to one late consumer: a snapshot event of each entity, parents before
children. Its live events must flow before, so that nothing is missing between the two.`,
  options: {
    to: {
      value: '<endpoint or subscription>',
      help: 'a webhook endpoint (its id, or its name in the deployment), or a subscription: the rule on the bus that has the source tenantry.snapshot.<name>',
    },
    ...INSTALLATION,
    table: { value: '<name>', help: 'the output TableName of the data stack, instead of --stage' },
    bus: { value: '<name>', help: 'the output EventBusName of the data stack, instead of --stage' },
    secret: {
      value: '<arn>',
      help: 'the output SigningSecretArn of the data stack, to sign; required for an endpoint without --stage',
    },
    installation: {
      value: '<name>-<stage>',
      help: "where the bus is not the installation's own and there is no --stage (default: the bus)",
    },
    events: {
      value: '<names>',
      help: `names or beginnings, separated by commas, of ${SNAPSHOT_NAMES.join(', ')} (default: those whose events the endpoint or rule receives)`,
    },
    tenant: {
      value: '<path>',
      help: 'only /partners/<id> with all below it, or /resellers/<id> (default: the tenant that the endpoint or rule is bound to, or all)',
    },
    'with-deleted': {
      help: 'also deleted organizations that can be restored, with deletedAt and purgeAt: for a consumer that may still have them',
    },
    rate: {
      value: '<count>',
      help: `events per second, at most ${HIGHEST_RATE} (default: ${DEFAULT_RATE}). An endpoint takes 300, live events included`,
    },
    settle: {
      value: '<seconds>',
      help: `the seconds that a rule may need to take effect, which the command waits before it reads: webhookSettleSeconds of the stage (default: ${DEFAULT_SETTLE})`,
    },
    checkpoint: { value: '<file>', help: 'the file that says how far it is (default: backfill-<to>.json); removed at the end' },
    resume: {
      help: 'continues from the checkpoint, with the same options. The last events may come twice, under the same ids',
    },
    'dry-run': { help: 'counts and sends nothing' },
  },
  examples: ["--stage prod --to crm --events 'reseller.*'"],
  notes: `Ctrl-C stops it and keeps the checkpoint. Exit code: 0 when all is sent, 1 when it stopped, 2 for a
wrong call, 130 after Ctrl-C, 143 after SIGTERM. ${AWS_NOTE}`,
});
