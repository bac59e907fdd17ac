import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { COMMANDS } from '../../cli/commands.ts';
import { GROUPS } from '../../cli/groups.ts';
import { openProgram } from '../../cli/program.ts';

const pages = globSync(['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/**/*.md', 'examples/pipeline/*.{md,yml}']).toSorted();
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly scripts: Readonly<Record<string, string>> };

const COMMAND =
  /\bnpm\s+run\s+(?:-s\s+)?(?<script>[a-z][\w:-]*)|\bnpm\s+(?<short>start|test)\b|\bnpx\s+tenantry\s+(?<name>[a-z][\w-]*)(?:[ ](?<verb>[a-z][\w-]*))?/g;

interface Mention {
  /** As a page writes it: `npm run check`, `npx tenantry token`. */
  readonly command: string;
  /** What runs it; absent when there is no such command. */
  readonly args: readonly string[] | undefined;
  readonly options: readonly string[];
}

/** The words that run an npm script with Node, without its name. */
const scriptOf = (name: string): readonly string[] | undefined => scripts[name]?.split(' ').slice(1);

const operations = new Map(await Promise.all(GROUPS.map(async ({ name, load }) => [name, await load()] as const)));

/** A resource needs one of its operations. */
const commandOf = (name: string, verb = ''): readonly string[] | undefined => {
  const known = operations.get(name);
  if (known) return known.some(({ declaration }) => declaration.name === verb) ? ['cli/tenantry.ts', name, verb] : undefined;
  const isCommand = name === 'completion' || COMMANDS.some(({ declaration }) => declaration.name === name);
  return isCommand ? ['cli/tenantry.ts', name] : undefined;
};

/** The commands that a piece of text names, each with the options up to the next command. */
const mentionsIn = (text: string): readonly Mention[] => {
  const found = [...text.matchAll(COMMAND)];
  return found.map(({ 0: whole, index, groups = {} }, at) => {
    const { name, verb, script = groups.short ?? '' } = groups;
    const [args = ''] = text.slice(index + whole.length, found[at + 1]?.index).split(/\s#|[|;]|&&/);
    const options = [...args.matchAll(/(?<=\s)--[a-z][a-z-]*/g)].map(([option]) => option);
    return name === undefined
      ? { command: `npm run ${script}`, args: scriptOf(script), options }
      : { command: `npx tenantry ${name}`, args: commandOf(name, verb), options };
  });
};

/**
 * The commands of a page's code: fenced, indented and in spans. What stands in quotes, as for
 * `--token-command`, is a command of its own.
 */
const commandsIn = (text: string): readonly Mention[] => {
  const prose = text.replace(/^ *```[\s\S]*?^ *```/gm, '');
  const fenced = [...text.matchAll(/^ *```[^\n]*\n([\s\S]*?)^ *```/gm)].map(([, code = '']) => code);
  const indented = prose.split('\n').filter((line) => /^ {4}/.test(line));
  const lines = [...fenced, ...indented].join('\n').replace(/\\\n/g, ' ').split('\n');
  const spans = [...prose.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code.replaceAll('\n', ' '));
  const code = [...lines, ...spans];
  const quoted = code.flatMap((line) => [...line.matchAll(/'([^']*)'/g)].map(([, inner = '']) => inner));
  return [...code.map((line) => line.replace(/'[^']*'/g, "''")), ...quoted].flatMap(mentionsIn);
};

/** What the command prints with `--help`. */
const helpOf = (args: readonly string[]): Promise<string> => {
  const known = helps.get(args.join(' '));
  if (known !== undefined) return known;
  const [file, ...words] = args;
  const help = file === 'cli/tenantry.ts' ? helpOfCommand(words) : printedHelp(args);
  helps.set(args.join(' '), help);
  return help;
};

const printedHelp = (args: readonly string[]): Promise<string> =>
  new Promise((resolve) => execFile(process.execPath, [...args, '--help'], (_, stdout) => resolve(stdout)));

// Asked in this process: another one for each of them took ten times as long.
const helpOfCommand = async (words: readonly string[]): Promise<string> => {
  let command = await openProgram(words);
  for (const word of words) command = command.commands.find((one) => one.name() === word) ?? command;
  return command.helpInformation();
};

const helps = new Map<string, Promise<string>>();

const isNamed = (help: string, option: string): boolean =>
  option === '--help' ? help !== '' : new RegExp(`(?<![\\w-])${option}(?![\\w-])`).test(help);

it('every npm script and every command of tenantry that a page names exists', () => {
  const mentions = pages.flatMap((page) => mentionsIn(readFileSync(page, 'utf8')).map((mention) => ({ page, ...mention })));
  expect(mentions.length).toBeGreaterThan(80);
  expect(mentions.filter(({ args }) => args === undefined).map(({ page, command }) => `${page}: ${command}`)).toEqual([]);
});

it('every long option that a page gives to such a command is one that its --help names', async () => {
  const mentions = pages.flatMap((page) => commandsIn(readFileSync(page, 'utf8')).map((mention) => ({ page, ...mention })));
  const given = mentions.flatMap(({ options, args = [], ...mention }) => options.map((option) => ({ ...mention, args, option })));
  expect(given.length).toBeGreaterThan(60);
  const unknown = await Promise.all(
    given.map(async ({ page, command, args, option }) => (isNamed(await helpOf(args), option) ? [] : [`${page}: ${command} ${option}`])),
  );
  expect(unknown.flat()).toEqual([]);
}, 60_000);
