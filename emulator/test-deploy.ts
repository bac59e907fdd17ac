/**
 * Deploys Tenantry with the real `cdk` to an AWS emulator on this machine and runs the journeys
 * against it over HTTP.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { teardown } from '@tenantry/cdk-local/base/teardown';
import { UsageError } from '../cli/shared/usage-error.ts';
import { NoEmulatorError } from './emulator.ts';
import { type Options, readOptions, USAGE } from './options.ts';
import { openReport } from './report.ts';
import { runSuite } from './suite.ts';

// 128 and the number of the signal, as shells say it.
const STOPS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const;

const main = async ({ json, ifPossible, ...options }: Options): Promise<void> => {
  const report = openReport((line) => console.log(line));
  const opened = teardown((error) => console.error(error));
  const aborted = new AbortController();
  const end = async (): Promise<void> => {
    report.close();
    aborted.abort();
    await opened.stop();
  };
  for (const [signal, code] of STOPS) process.once(signal, () => void end().finally(() => process.exit(code)));
  try {
    const directory = await mkdtemp(join(tmpdir(), 'tenantry-deploy-'));
    await opened.own(Promise.resolve({ stop: () => rm(directory, { recursive: true, force: true }) }));
    await runSuite({ ...options, directory, signal: aborted.signal }, report, opened);
  } catch (error) {
    await end();
    if (ifPossible && error instanceof NoEmulatorError) return console.log(`test:deploy skipped: ${error.message}`);
    // A step that failed is in the report.
    if (report.counts().failed === 0) throw error;
  }
  await end();
  console.log(report.summary());
  if (json !== undefined) await writeFile(json, JSON.stringify(report.counts()));
  if (report.counts().failed > 0) process.exitCode = 1;
};

try {
  const options = readOptions(process.argv.slice(2));
  if (options) await main(options);
  else process.stdout.write(USAGE);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  if (error instanceof UsageError) console.error('Try: npm run test:deploy -- --help');
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
