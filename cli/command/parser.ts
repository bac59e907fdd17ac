import { type CommanderError, Option, Command as Parser } from 'commander';
import { LOCAL_STAGE } from '../shared/local-stage-name.ts';
import { withoutStatus } from '../shared/status.ts';
import { UsageError } from '../shared/usage-error.ts';
import type { Command, CommandGroup, Declaration, Given, Options } from './declaration.ts';

/** A call of a command that its help would have prevented. */
export class MisusedCommand extends UsageError {
  /** The words of the command, such as `npx tenantry client`. */
  readonly command: string;

  constructor(message: string, command: string) {
    super(message);
    this.command = command;
  }
}

// Lines of a terminal and of the pages.
const WIDTH = 100;

// Whoever reads the help may stop: `npx tenantry --help | head`.
const writeOut = (text: string): void => {
  process.stdout.once('error', () => process.exit());
  process.stdout.write(text);
};

/** Creates a parser with one ending for whatever is wrong, and a help of one width. */
export const openParser = (name: string): Parser => {
  const parser = new Parser(name)
    .helpOption('-h, --help', 'prints this text')
    .configureOutput({ getOutHelpWidth: () => WIDTH, writeOut, writeErr: () => {} })
    .configureHelp({ subcommandTerm: (command) => command.name() });
  return parser.exitOverride((error) => {
    throw error.exitCode === 0 ? error : new MisusedCommand(messageOf(error, parser), pathOf(parser));
  });
};

/** Creates the parser of a command; `act` gets what was given. */
const parserOf = <O extends Options>(declaration: Declaration<O>, act: (given: Given<O>) => Promise<void> | void): Parser => {
  const { name, summary, description = summary, words, options } = declaration;
  const parser = openParser(name).summary(summary).description(description);
  const values: Record<string, string | true | string[]> = {};
  for (const [option, { value, help, group }] of Object.entries(options)) {
    const known = new Option(value === undefined ? `--${option}` : `--${option} ${value}`, help);
    parser.addOption(group === undefined ? known : known.helpGroup(group));
    parser.on(`option:${option}`, (text?: string) => keep(parser, declaration, values, option, text));
  }
  parser.usage(words === undefined ? '[options]' : `${words} [options]`).addHelpText('after', () => endOfHelp(declaration, pathOf(parser)));
  if (words !== undefined) parser.argument('[words...]');
  return parser.action(() => act({ values, words: parser.args } as unknown as Given<O>));
};

/**
 * Keeps the value of an option.
 * @throws {UsageError} when it is given twice, or its value is another option
 */
const keep = (
  parser: Parser,
  { options }: Declaration,
  values: Record<string, string | true | string[]>,
  option: string,
  text: string | undefined,
): void => {
  const misused = (message: string) => new MisusedCommand(message, pathOf(parser));
  if (text !== undefined && parser.options.some(({ long }) => long === text.split('=')[0])) {
    throw misused(`--${option} has no value: ${text} is an option.`);
  }
  const before = values[option];
  if (options[option]?.multiple) values[option] = [...(Array.isArray(before) ? before : []), text ?? ''];
  else if (before === undefined) values[option] = text ?? true;
  else throw misused(`--${option} is there twice.`);
};

const endOfHelp = ({ notes, examples = [] }: Declaration, path: string): string => {
  const lines = examples.map((example) => `  ${path} ${example}`.trimEnd());
  return [...(lines.length > 0 ? ['', 'Examples:', ...lines] : []), ...(notes === undefined ? [] : ['', notes.trim()])].join('\n');
};

/** Reads the arguments of a command. @throws {UsageError} */
export const parseArguments = <O extends Options>(declaration: Declaration<O>, args: readonly string[]): Given<O> => {
  let read: Given<O> | undefined;
  const parser = parserOf(declaration, (given) => {
    read = given;
  });
  parser.parse([...args], { from: 'user' });
  if (read === undefined) throw new UsageError('It asks for help.');
  return read;
};

/** Creates the parser of a command that runs it; with `--json` or `--quiet`, a program reads it. */
export const runnable = ({ declaration, run }: Command): Parser => {
  const parser = parserOf(declaration, async (given) => {
    try {
      const { json, quiet, stage }: Readonly<Record<string, unknown>> = given.values;
      // Loaded when it is needed: it loads what signs local tokens.
      if (stage === LOCAL_STAGE) await (await import('../shared/local-stage.ts')).useLocalAws();
      await (json || quiet ? withoutStatus(() => run(given)) : run(given));
    } catch (error) {
      throw error instanceof UsageError ? new MisusedCommand(error.message, pathOf(parser)) : error;
    }
  });
  return parser;
};

/** Creates the parser of a group, with those of its commands. */
export const parserOfGroup = ({ name, summary }: CommandGroup, commands: readonly Command[]): Parser => {
  const parser = openParser(name)
    .summary(summary)
    .description(summary)
    .usage('<command> [options]')
    .helpGroup('Resources, through the API:');
  for (const one of commands) parser.addCommand(runnable(one));
  return parser;
};

const pathOf = (parser: Parser): string => (parser.parent ? `${pathOf(parser.parent)} ${parser.name()}` : parser.name());

const SUBJECT = /^error: (?:unknown command|unknown option) '(?<subject>[^']*)'/;

/** Turns the sentence of the parser into ours. */
const messageOf = ({ code, message }: CommanderError, parser: Parser): string => {
  const known = parser.commands.map((one) => one.name());
  if (code === 'commander.help') return `A command is missing: ${known.join(', ')}.`;
  const [sentence = '', ...more] = message.replace(/^error: /, '').split('\n');
  const subject = SUBJECT.exec(message)?.groups?.subject ?? '';
  const begun = code === 'commander.unknownCommand' && more.length === 0 ? known.find((name) => name.startsWith(subject)) : undefined;
  const meant = begun === undefined ? more.join(' ').replace(/^\(Did you mean (.*)\?\)$/, 'did you mean $1?') : `did you mean ${begun}?`;
  const plain = `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
  return meant === '' ? `${plain.replace(/\.$/, '')}.` : `${plain}; ${meant}`;
};
