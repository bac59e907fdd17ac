import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages, NoPythonError, PYTHON, packagesFolder } from '../../../testing/python-packages.ts';
import type { Violation } from '../../shared/part.ts';
import { type Report, readReport } from './report.ts';

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const [REQUIREMENTS, CONFIGURATION, DOCUMENT] = [path('requirements.txt'), path('schemathesis.toml'), path('../../../docs/openapi.json')];

// It needs Python 3.11.
const MINOR = 11;
const MAIN = 'import sys; from schemathesis.cli import schemathesis; sys.exit(schemathesis())';

/** The variables that it gets of this process: it needs no others, and sees no secret of them. */
const PASSED = ['PATH', 'HOME', 'TMPDIR', 'LANG'];

const passed = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(PASSED.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])));

interface RunOptions {
  readonly url: string;
  /** The value of `Authorization`. */
  readonly authorization: string;
  readonly seed: number;
  readonly seconds: number;
  readonly folder: string;
}

/** Its report, or a sentence on why it could not be run. */
export type Tried = { readonly notRun: string } | (Report & { readonly violations: readonly Violation[] });

/** Has schemathesis make requests from the OpenAPI document, for a time. */
export const runSchemathesis = async ({ url, authorization, seed, seconds, folder }: RunOptions): Promise<Tried> => {
  const packages = packagesFolder('schemathesis', REQUIREMENTS);
  try {
    installPackages({ requirements: REQUIREMENTS, folder: packages, minor: MINOR });
  } catch (error) {
    if (error instanceof NoPythonError) return { notRun: error.message };
    throw error;
  }
  const report = join(folder, 'schemathesis.json');
  const reports = ['--report', 'json,ndjson', '--report-json-path', report, '--report-ndjson-path', join(folder, 'schemathesis.ndjson')];
  const limits = ['--seed', String(seed), '--max-time', String(Math.max(10, Math.round(seconds))), '--workers', '2'];
  const kept = ['--continue-on-failure', '--no-color', '--generation-database', 'none'];
  const child = spawn(PYTHON, ['-c', MAIN, '--config-file', CONFIGURATION, 'run', DOCUMENT, '--url', url, ...limits, ...kept, ...reports], {
    cwd: folder,
    env: { ...passed(process.env), PYTHONPATH: packages, PYTHONDONTWRITEBYTECODE: '1', PROVE_AUTHORIZATION: authorization },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let words = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      words = `${words}${chunk}`.slice(-60_000);
    });
  const [code] = (await once(child, 'close')) as [number | null];
  if (!existsSync(report)) throw new Error(`schemathesis has ended with ${code} and no report:\n${words.slice(-4_000)}`);
  const read = readReport(readFileSync(report, 'utf8'));
  const violations = read.faults.map((detail) => ({ promise: 'schemathesis finds no fault', detail, evidence: { seed, words } }));
  return { ...read, violations };
};
