#!/usr/bin/env node
/** `npx tenantry <command>`: whatever an operator runs. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { endingOf } from './command/ending.ts';
import { openProgram } from './program.ts';

const pathOf = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url));

// The validators are derived from the contracts and not committed: after a fresh clone there are
// none yet.
const makeValidators = (): void => {
  const generator = pathOf('tools/generate.ts');
  if (existsSync(pathOf('functions/generated/routes.js')) || !existsSync(generator)) return;
  const { status } = spawnSync(process.execPath, [generator, '--validators'], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) process.exit(status ?? 1);
};

const args = process.argv.slice(2);
const program = (await openProgram(args)).hook('preAction', makeValidators);

try {
  if (args.length > 0) await program.parseAsync(args, { from: 'user' });
  else {
    program.outputHelp();
    process.exitCode = 2;
  }
} catch (error) {
  const { code, text } = endingOf(error);
  process.stderr.write(text);
  process.exitCode = code;
}
