import { existsSync } from 'node:fs';
import { parseOnce } from '../cli/shared/parse-once.ts';
import { UsageError } from '../cli/shared/usage-error.ts';

export const USAGE = `Deploys Tenantry with the real cdk to an AWS emulator on this machine and runs the journeys against
it over HTTP.

  npm run test:deploy -- [--quick | --only <path under test/>…] [--keep] [--if-possible]
                         [--installation <folder>] [--json <file>]

  --only          runs only these journeys or tests of deployments, e.g. journeys/resellers.test.ts; repeatable
  --quick         as the gate does: one journey, and nothing after the tests (cdk diff, an update, cdk destroy)
  --keep          stays after the tests, with everything deployed, until Ctrl-C, and prints what to export
  --if-possible   ends with success, and says so, when no emulator can be started on this machine
  --installation  installs MiniStack into this folder, or uses the one there, instead of a temporary one
  --json          writes the numbers of tests that passed, failed and were skipped
  --help          prints this text
  AWS_ENDPOINT_URL names a running emulator, on loopback only. Without it, MiniStack is installed with
  python3 into a temporary folder, started on a free port of 127.0.0.1 and stopped at the end.
  docs/testing.md says what this shows, and what it does not.
`;

/**
 * The journey that --quick runs besides the tests of deployments.
 */
const QUICK = ['journeys/organizations.test.ts'];

export interface Options {
  /** Files and folders under test/. */
  readonly only: readonly string[];
  /**
   * The number of files at once. Dozens of requests at once keep the emulator from answering others
   * in time.
   */
  readonly workers: number;
  readonly keep: boolean;
  /** Ends after the tests. */
  readonly quick: boolean;
  readonly ifPossible: boolean;
  readonly installation?: string | undefined;
  readonly json?: string | undefined;
}

/** Reads the command line; nothing when help was asked for. */
export const readOptions = (args: string[]): Options | undefined => {
  try {
    const { only, quick, json, installation, keep, help, ...flags } = parseOnce({
      args,
      options: {
        only: { type: 'string', multiple: true, default: [] },
        json: { type: 'string' },
        installation: { type: 'string' },
        keep: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        'if-possible': { type: 'boolean', default: false },
        help: { type: 'boolean' },
      },
    }).values;
    if (help) return undefined;
    return { only: pathsOf(only, quick), workers: quick ? 2 : 1, json, installation, keep, quick, ifPossible: flags['if-possible'] };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};

const pathsOf = (only: readonly string[], quick: boolean): readonly string[] => {
  if (quick && only.length > 0) throw new UsageError('--quick and --only exclude each other.');
  const unknown = only.find((path) => !existsSync(new URL(`../test/${path}`, import.meta.url)));
  if (unknown !== undefined) throw new UsageError(`--only ${unknown}: there is no test/${unknown}`);
  if (quick) return [...QUICK, 'deployed'];
  return only.length > 0 ? only : ['journeys', 'deployed'];
};
