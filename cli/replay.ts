/**
 * Replays what the bus has archived of a span of time to one webhook endpoint, with the AWS
 * credentials of the operator.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { canonicalId } from '../functions/shared/base/uuid.ts';
import { webhookKeys } from '../lib/configuration/webhooks.ts';
import { readTime } from './redrive/request.ts';
import { type ReplayRequest, replay } from './replay/run.ts';
import { parseOnce } from './shared/parse-once.ts';

const DEFAULT_SETTLE = webhookKeys.webhookSettleSeconds.default;

const USAGE = `Replays archived events of a span of time to one webhook endpoint. The endpoint gets the events that
it subscribes to, with their Webhook-Ids.

  npm run -s replay -- --webhook <id or name> --from <time> --to <time> --bus <name>
                       [--installation <name>] [--archive <name>] [--settle <seconds>]
                       [--lineage-only] [--dry-run]

  --webhook      the id of an endpoint, or the name of one of the deployment
  --from, --to   times such as 2026-11-22T14:00:00Z; an event takes up to ten minutes into the archive
  --bus          the output EventBusName of the data stack
  --installation <name>-<stage>, where the bus is not the installation's own (default: the bus)
  --archive      the output EventArchiveName of the data stack; needed only when the bus has more than one
  --settle       the seconds that a rule may need to take effect, which the command waits before it
                 starts: webhookSettleSeconds of the stage (default: ${DEFAULT_SETTLE})
  --lineage-only leaves out events of a partner from before events had a lineage. Without it, a replay
                 to an endpoint of a partner creates a rule for them and removes it at the end
  --dry-run      starts nothing and shows what would be replayed
  Region and credentials are those of the AWS SDK (AWS_REGION, AWS_PROFILE, …).
`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = {
  ...{ webhook: text, from: text, to: text, bus: text, installation: text, archive: text, settle: text },
  ...{ 'lineage-only': flag, 'dry-run': flag, help: flag },
} as const;

type Values = Readonly<Partial<Record<'webhook' | 'from' | 'to' | 'bus' | 'installation' | 'archive', string>>> & {
  readonly 'lineage-only'?: boolean;
  readonly 'dry-run'?: boolean;
};

const readRequest = (values: Values): ReplayRequest => {
  const { webhook, from, to, bus, installation = bus ?? '', archive } = values;
  const { 'lineage-only': lineageOnly = false, 'dry-run': dryRun = false } = values;
  if (!webhook || !from || !to || !bus) throw new Error(`--webhook, --from, --to and --bus are required\n\n${USAGE}`);
  const span = { from: readTime('from', from), to: readTime('to', to) };
  if (span.from >= span.to) throw new Error('--from must be before --to');
  return {
    webhook: canonicalId(webhook),
    ...span,
    bus: { name: bus, installation },
    ...(archive !== undefined && { archive }),
    lineageOnly,
    dryRun,
  };
};

const settleSecondsOf = (text: string): number => {
  const seconds = Number(text);
  if (text.trim() !== '' && Number.isInteger(seconds) && seconds >= 0 && seconds <= 600) return seconds;
  throw new Error(`--settle must be a whole number of seconds from 0 to 600, not "${text}".`);
};

const main = async (): Promise<void> => {
  const { values } = parseOnce({ options: OPTIONS });
  if (values.help) return console.log(USAGE);
  const pause = (): Promise<void> => delay(5000);
  const settleMs = settleSecondsOf(values.settle ?? String(DEFAULT_SETTLE)) * 1000;
  const { state, ...facts } = await replay(readRequest(values), {
    client: new EventBridgeClient(),
    pause,
    settle: () => delay(settleMs),
    now: () => new Date(),
    tell: (line) => process.stderr.write(`${line}\n`),
  });
  console.log(JSON.stringify({ ...facts, state }, null, 2));
  if (state === 'FAILED' || state === 'CANCELLED') process.exitCode = 1;
};

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
