/**
 * Sends dead letters of webhooks again, each to the endpoint it was for, with the AWS credentials
 * of the operator.
 */

import type { Given, Values } from './command/declaration.ts';
import type { redrive } from './redrive/declaration.ts';
import { openSource } from './redrive/open-source.ts';
import { type Outcome, redriveAll, summarize } from './redrive/redrive-all.ts';
import { readRequest } from './redrive/request.ts';
import { installationOf, readOutput } from './shared/installation.ts';
import { awsOfQueue } from './shared/local-aws.ts';
import { printableJson } from './shared/printable.ts';
import { progressLine } from './shared/progress-bar.ts';
import { withStatus } from './shared/status.ts';
import { explainUnreachable } from './shared/unreachable.ts';
import { UsageError } from './shared/usage-error.ts';

// 128 and the number of the signal, as shells say it.
const STOPS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const;

/** Runs `tenantry redrive`. */
export const run = async ({ values }: Given<typeof redrive.options>): Promise<void> => {
  const request = readRequest(await atStage(values));
  const source = openSource(request);
  for (const [signal, code] of STOPS) process.once(signal, () => void source.close().finally(() => process.exit(code)));
  try {
    const deadLetters = await withStatus('Looking for dead letters', () => source.find().catch(explain(values.subscription)));
    const outcomes: readonly Outcome[] = request.dryRun
      ? deadLetters.map((letter) => ({ letter, result: 'found' }))
      : await redriveAll(deadLetters, request.concurrency, progressLine(deadLetters.length, process.stderr));
    console.log(printableJson(summarize(outcomes)));
    if (outcomes.some(({ result }) => result === 'failed')) process.exitCode = 1;
  } finally {
    await source.close();
  }
};

/** Says that the runtime of a queue on this machine has ended. */
const explain =
  (url = '') =>
  (error: unknown): never => {
    const { origin } = URL.parse(url) ?? {};
    const isHere = Object.keys(awsOfQueue(url)).length > 0 && origin !== undefined;
    if (!isHere || explainUnreachable(error, origin) === undefined) throw error;
    const message = `No local runtime has the queue ${url}: each start gives it another URL, which is in the output.`;
    throw new Error(message, { cause: error });
  };

/** Completes the options with what the stacks of the installation have. */
const atStage = async ({ stage, name, 'poison-queue': isPoison = false, ...values }: Values<typeof redrive.options>) => {
  const installation = installationOf({ stage, name, installation: values.installation });
  if (installation === undefined) {
    if (isPoison) throw new UsageError('--poison-queue goes with --stage: name a queue with --queue.');
    return values;
  }
  if (values.subscription !== undefined) throw new UsageError('--stage and --subscription exclude each other.');
  const isNamed = (values.table ?? values.queue) !== undefined;
  if (isPoison && isNamed) throw new UsageError('--poison-queue, --table and --queue exclude each other.');
  // A command that is wrong asks nothing of AWS.
  readRequest({ ...values, ...(!isNamed && { table: installation }), bus: installation });
  const bus = values.bus ?? (await readOutput(installation, 'Data', 'EventBusName'));
  const from = isPoison
    ? { queue: await readOutput(installation, 'Api', 'WebhookPoisonQueueUrl') }
    : !isNamed && { table: await readOutput(installation, 'Data', 'TableName') };
  return { ...values, ...from, bus, installation };
};
