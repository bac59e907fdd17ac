/**
 * Replays what the bus has archived of a span of time to one webhook endpoint, with the AWS
 * credentials of the operator.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { canonicalId } from '../functions/shared/base/uuid.ts';
import type { Given, Values } from './command/declaration.ts';
import { DEFAULT_SETTLE, type replay as declaration } from './replay/declaration.ts';
import { type ReplayRequest, replay } from './replay/run.ts';
import { installationOf, readOutput } from './shared/installation.ts';
import { readTime, readWholeNumber } from './shared/option-values.ts';
import { printableJson } from './shared/printable.ts';
import { UsageError } from './shared/usage-error.ts';

type ReplayOptions = Values<typeof declaration.options>;

const readRequest = (values: ReplayOptions): ReplayRequest => {
  const { webhook, from, to, bus, installation = bus ?? '', archive } = values;
  const { 'lineage-only': lineageOnly = false, 'dry-run': dryRun = false } = values;
  if (!webhook || !from || !to || !bus) throw new UsageError('--webhook, --from, --to and one of --stage and --bus are required.');
  const span = { from: readTime('from', from), to: readTime('to', to) };
  if (span.from >= span.to) throw new UsageError('--from must be before --to');
  return {
    webhook: canonicalId(webhook),
    ...span,
    bus: { name: bus, installation },
    ...(archive !== undefined && { archive }),
    lineageOnly,
    dryRun,
  };
};

/** Runs `tenantry replay`. */
export const run = async ({ values }: Given<typeof declaration.options>): Promise<void> => {
  const request = readRequest(await atStage(values));
  const pause = (): Promise<void> => delay(5000);
  const settleMs = readWholeNumber('--settle', values.settle ?? String(DEFAULT_SETTLE), 0, 600, ' of seconds') * 1000;
  const { state, ...facts } = await replay(request, {
    client: new EventBridgeClient(),
    pause,
    settle: () => delay(settleMs),
    now: () => new Date(),
    tell: (line) => process.stderr.write(`${line}\n`),
  });
  console.log(printableJson({ ...facts, state }));
  if (state === 'FAILED' || state === 'CANCELLED') process.exitCode = 1;
};

/** Completes the options with what the data stack of the installation has. */
const atStage = async ({ stage, name, ...values }: ReplayOptions): Promise<ReplayOptions> => {
  const installation = installationOf({ stage, name, installation: values.installation });
  if (installation === undefined) return values;
  // A command that is wrong asks nothing of AWS.
  readRequest({ ...values, bus: installation });
  const bus = values.bus ?? (await readOutput(installation, 'Data', 'EventBusName'));
  const archive = values.archive ?? (await readOutput(installation, 'Data', 'EventArchiveName'));
  return { ...values, archive, bus, installation };
};
