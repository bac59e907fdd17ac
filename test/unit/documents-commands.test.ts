import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { commandOf } from '../../cli/commands.ts';

const pages = globSync(['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/**/*.md']).toSorted();
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly scripts: Readonly<Record<string, string>> };

const COMMAND = /\bnpm\s+run\s+(?:-s\s+)?(?<script>[a-z][\w:-]*)|\bnpm\s+(?<short>start|test)\b|\bnpx\s+tenantry\s+(?<name>[a-z][\w-]*)/g;

interface Mention {
  /** As a page writes it: `npm run token`, `npx tenantry token`. */
  readonly command: string;
  /** The shell line behind it; absent when there is no such command. */
  readonly line: string | undefined;
  readonly options: readonly string[];
}

/**
 * The shell line of the npm script that runs the same file as `npx tenantry <name>`, so that each
 * file is asked once.
 */
const lineOf = (name: string): string | undefined => {
  const file = commandOf(name)?.script;
  return file === undefined ? undefined : Object.values(scripts).find((line) => line.endsWith(`/${file}`));
};

/** The commands that a piece of text names, each with the options up to the next command. */
const mentionsIn = (text: string): readonly Mention[] => {
  const found = [...text.matchAll(COMMAND)];
  return found.map(({ 0: whole, index, groups = {} }, at) => {
    const { name, script = groups.short ?? '' } = groups;
    const [args = ''] = text.slice(index + whole.length, found[at + 1]?.index).split(/\s#|[|;]|&&/);
    const options = [...args.matchAll(/(?<=\s)--[a-z][a-z-]*/g)].map(([option]) => option);
    return name === undefined
      ? { command: `npm run ${script}`, line: scripts[script], options }
      : { command: `npx tenantry ${name}`, line: lineOf(name), options };
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

/** What the command prints with `--help`. The questions for an account have a help of their own. */
const helpOf = (line: string, options: readonly string[]): Promise<string> => {
  const args = [...line.split(' ').slice(1), ...(options.includes('--first-hour') ? ['--first-hour'] : []), '--help'];
  const known = helps.get(args.join(' '));
  if (known !== undefined) return known;
  const help = new Promise<string>((resolve) => execFile(process.execPath, args, (_, stdout) => resolve(stdout)));
  helps.set(args.join(' '), help);
  return help;
};

const helps = new Map<string, Promise<string>>();

const isNamed = (help: string, option: string): boolean =>
  option === '--help' ? help !== '' : new RegExp(`(?<![\\w-])${option}(?![\\w-])`).test(help);

it('every npm script and every command of tenantry that a page names exists', () => {
  const mentions = pages.flatMap((page) => mentionsIn(readFileSync(page, 'utf8')).map((mention) => ({ page, ...mention })));
  expect(mentions.length).toBeGreaterThan(80);
  expect(mentions.filter(({ line }) => line === undefined).map(({ page, command }) => `${page}: ${command}`)).toEqual([]);
});

it('every long option that a page gives to such a command is one that its --help names', async () => {
  const mentions = pages.flatMap((page) => commandsIn(readFileSync(page, 'utf8')).map((mention) => ({ page, ...mention })));
  const given = mentions.flatMap(({ options, line = '', ...mention }) => options.map((option) => ({ ...mention, options, line, option })));
  expect(given.length).toBeGreaterThan(60);
  const unknown = await Promise.all(
    given.map(async ({ page, command, line, options, option }) =>
      isNamed(await helpOf(line, options), option) ? [] : [`${page}: ${command} ${option}`],
    ),
  );
  expect(unknown.flat()).toEqual([]);
}, 60_000);
