import { webhookKeys } from '../../lib/configuration/webhooks.ts';
import { AWS_NOTE, declare, INSTALLATION } from '../command/declaration.ts';

/** The seconds that a rule may need to take effect, unless the stage says otherwise. */
export const DEFAULT_SETTLE: number = webhookKeys.webhookSettleSeconds.default;

/** `tenantry replay`. */
export const replay = declare({
  name: 'replay',
  summary: 'sends archived events of a span of time to one webhook endpoint again',
  description: `Replays archived events of a span of time to one webhook endpoint. The endpoint gets the events that
it subscribes to, with their Webhook-Ids.`,
  options: {
    webhook: { value: '<id or name>', help: 'the id of an endpoint, or the name of one of the deployment' },
    from: { value: '<time>', help: 'where the span begins, such as 2026-11-22T14:00:00Z' },
    to: { value: '<time>', help: 'where it ends; an event takes up to ten minutes into the archive' },
    ...INSTALLATION,
    bus: { value: '<name>', help: 'the output EventBusName of the data stack, instead of --stage' },
    installation: {
      value: '<name>-<stage>',
      help: "where the bus is not the installation's own and there is no --stage (default: the bus)",
    },
    archive: {
      value: '<name>',
      help: 'the output EventArchiveName of the data stack; needed only when the bus has more than one and there is no --stage',
    },
    settle: {
      value: '<seconds>',
      help: `the seconds that a rule may need to take effect, which the command waits before it starts: webhookSettleSeconds of the stage (default: ${DEFAULT_SETTLE})`,
    },
    'lineage-only': {
      help: 'leaves out events of a partner from before events had a lineage. Without it, a replay to an endpoint of a partner creates a rule for them and removes it at the end',
    },
    'dry-run': { help: 'starts nothing and shows what would be replayed' },
  },
  examples: ['--stage prod --webhook billing --from 2026-11-22T14:00:00Z --to 2026-11-22T15:00:00Z'],
  notes: AWS_NOTE,
});
