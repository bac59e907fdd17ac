import { type Command, type CommandGroup, command, declare } from './command/declaration.ts';
import { type LoadedGroup, nodesOf } from './completion/node.ts';
import { bashCompletion, fishCompletion, zshCompletion } from './completion/scripts.ts';
import { UsageError } from './shared/usage-error.ts';

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

/** `tenantry completion`. */
export const completion = declare({
  name: 'completion',
  summary: 'prints a script with which a shell completes these commands',
  words: 'bash|zsh|fish',
  wordChoices: Object.keys(SHELLS),
  options: {},
  notes: `  bash   source <(npx tenantry completion bash)
  zsh    source <(npx tenantry completion zsh), after compinit
  fish   npx tenantry completion fish | source`,
});

/** Creates the command; it completes itself as well. */
export const completionCommand = (commands: readonly Command[], groups: readonly CommandGroup[]): Command =>
  command(completion, async ({ words: [shell, ...more] }) => {
    const script = Object.entries(SHELLS).find(([name]) => name === shell)?.[1];
    if (script === undefined || more.length > 0) throw new UsageError(`Name one shell: ${Object.keys(SHELLS).join(', ')}.`);
    const loaded: readonly LoadedGroup[] = await Promise.all(
      groups.map(async ({ name, summary, load }) => ({ name, summary, commands: await load() })),
    );
    process.stdout.write(script(nodesOf([...commands.map(({ declaration }) => declaration), completion], loaded)));
  });
