#!/usr/bin/env node
/**
 * `npx tenantry <command>`: what an operator runs. Each command is a script, which reads
 * its own options.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { COMMANDS, commandOf, nearestCommand } from './commands.ts';

const widest = Math.max(...Object.keys(COMMANDS).map((name) => name.length));

const USAGE = `The commands for operators of Tenantry.

  npx tenantry <command> [options]

${Object.entries(COMMANDS)
  .map(([name, { does }]) => `  ${name.padEnd(widest)}  ${does}`)
  .join('\n')}

  npx tenantry <command> --help describes one command.
`;

const pathOf = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url));

// The validators are derived from the contracts and not committed: after a fresh clone there are
// none yet.
const makeValidators = (): void => {
  if (existsSync(pathOf('functions/generated/routes.js'))) return;
  const { status } = spawnSync(process.execPath, [pathOf('tools/generate.ts'), '--validators'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) process.exit(status ?? 1);
};

const run = async (name: string, options: readonly string[]): Promise<void> => {
  const command = commandOf(name);
  if (!command) {
    const nearest = nearestCommand(name);
    console.error(`There is no command "${name}"${nearest === undefined ? '' : `; did you mean "${nearest}"?`}\nTry: npx tenantry --help`);
    process.exitCode = 2;
    return;
  }
  makeValidators();
  const script = pathOf(`cli/${command.script}`);
  process.argv = [process.execPath, script, ...options];
  await import(pathToFileURL(script).href);
};

const [name, ...options] = process.argv.slice(2);
if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
  console.log(USAGE);
  if (name === undefined) process.exitCode = 2;
} else {
  await run(name, options);
}
