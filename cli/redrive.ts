/**
 * Sends dead letters of webhooks again, each to the endpoint it was for, with the AWS credentials
 * of the operator.
 */

import { openSource } from './redrive/open-source.ts';
import { progressLine } from './redrive/progress.ts';
import { type Outcome, redriveAll, summarize } from './redrive/redrive-all.ts';
import { OPTIONS, readRequest, USAGE } from './redrive/request.ts';
import { parseOnce } from './shared/parse-once.ts';

// 128 and the number of the signal, as shells say it.
const STOPS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const;

const main = async (): Promise<void> => {
  const { values } = parseOnce({ options: OPTIONS });
  if (values.help) return console.log(USAGE);
  const request = readRequest(values);
  const source = openSource(request);
  for (const [signal, code] of STOPS) process.once(signal, () => void source.close().finally(() => process.exit(code)));
  try {
    const deadLetters = await source.find();
    const outcomes: readonly Outcome[] = request.dryRun
      ? deadLetters.map((letter) => ({ letter, result: 'found' }))
      : await redriveAll(deadLetters, request.concurrency, progressLine(deadLetters.length, process.stderr));
    console.log(JSON.stringify(summarize(outcomes), null, 2));
    if (outcomes.some(({ result }) => result === 'failed')) process.exitCode = 1;
  } finally {
    await source.close();
  }
};

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
