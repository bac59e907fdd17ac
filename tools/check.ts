/**
 * Runs the whole gate: generated files, format and lint, types, lock file, audit, licences, OpenAPI
 * lint, benchmarks, tests. Stops at the first step that fails.
 */
import { spawnSync } from 'node:child_process';
import { styleText } from 'node:util';
import { parseOnce } from '../cli/shared/parse-once.ts';
import { CHECKED_NOTHING, runSteps } from './check/steps.ts';

const USAGE = `Runs the whole gate; stops at the first step that fails.

  npm run -s check -- [--without-tests]
`;

const options = { 'without-tests': { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } as const;

const readOptions = () => {
  try {
    return parseOnce({ options }).values;
  } catch (error) {
    console.error(`${USAGE}\n${(error as Error).message}`);
    process.exit(2);
  }
};

const values = readOptions();
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}

const STEPS = [
  ['generated files', 'node tools/generate.ts --check'],
  ['format and lint', 'biome check --error-on-warnings .'],
  ['types', 'node node_modules/typescript/bin/tsc -p .'],
  ['types of the console', 'node node_modules/typescript/bin/tsc -p local/console/page'],
  ['lock file', 'node tools/lock-platforms.mjs --check'],
  ['audit', `node tools/audit.ts --unanswered ${CHECKED_NOTHING}`],
  ['licences', 'node tools/licences.ts'],
  ['OpenAPI', 'redocly lint docs/openapi.json docs/openapi-dry-run.json'],
  // Receivers say by themselves how they are signed in at.
  ['AsyncAPI', 'redocly lint docs/asyncapi.json --skip-rule security-defined'],
  // Of a tiny size: that what they count is within the bounds. The others only measure time, or run
  // as tests, too.
  ['benchmarks that count', 'node bench/run.ts --quick cost scale partners organizations metrics'],
  ...(values['without-tests'] ? [] : [['tests', 'npm test --silent'] as const]),
] as const;

const COLOURS = { step: 'bold', failure: 'red', warning: 'yellow', success: 'green' } as const;

process.exitCode = runSteps(STEPS, {
  run: (command) => spawnSync(command, { shell: true, stdio: 'inherit' }).status,
  say: (kind, line) => (kind === 'failure' ? console.error : console.log)(styleText(COLOURS[kind], line)),
});
