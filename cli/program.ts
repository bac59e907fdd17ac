import type { Command as Parser } from 'commander';
import { openParser, parserOfGroup, runnable } from './command/parser.ts';
import { COMMANDS } from './commands.ts';
import { completionCommand } from './completion.ts';
import { GROUPS } from './groups.ts';

/**
 * Creates the parser of all commands, for these arguments: the operations of a resource are read
 * only when it is called.
 */
export const openProgram = async (args: readonly string[]): Promise<Parser> => {
  const program = openParser('npx tenantry')
    .description('The commands for operators of Tenantry.')
    .usage('<command> [options]')
    .enablePositionalOptions()
    .version(args[0] === '--version' ? await readVersion() : '', '--version', 'prints the version')
    .addHelpText('after', '\n  npx tenantry <command> --help describes one command.');
  for (const command of [...COMMANDS, completionCommand(COMMANDS, GROUPS)]) program.addCommand(runnable(command));
  for (const group of GROUPS) program.addCommand(parserOfGroup(group, args.includes(group.name) ? await group.load() : []));
  return program;
};

// The package has no other file with it beside its code. It is large, and read only for this.
const readVersion = async (): Promise<string> => (await import('../docs/openapi.json', { with: { type: 'json' } })).default.info.version;
