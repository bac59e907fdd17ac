import { basename, extname } from 'node:path';
import { canonicalId } from '../../functions/shared/base/uuid.ts';
import { readToken, readUrl } from '../shared/api-options.ts';
import { parseOnce } from '../shared/parse-once.ts';
import { UsageError } from '../shared/usage-error.ts';

/** The options of the command. */
export interface ImportOptions {
  readonly reseller: string;
  readonly url: string;
  /** `-` is standard input. */
  readonly file: string;
  readonly format: 'csv' | 'jsonl';
  readonly name: string;
  /** `undefined` when no results shall be kept. */
  readonly results: string | undefined;
  readonly concurrency: number;
  readonly dryRun: boolean;
  readonly token: string | undefined;
  readonly tokenCommand: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads flags and environment; `undefined` asks for help.
 * @throws {UsageError} with a sentence that names what is wrong.
 */
export const readOptions = (args: readonly string[], env: Environment): ImportOptions | undefined => {
  const { values, positionals } = readArguments(args);
  if (values.help) return undefined;
  const file = fileOf(positionals);
  const name = textOf('name', values.name ?? (file === '-' ? 'stdin' : basename(file)));
  const dryRun = values['dry-run'] ?? false;
  return {
    // It is part of each row's key: in another case the same file would be imported once more.
    reseller: canonicalId(textOf('reseller', values.reseller)),
    url: readUrl(values.url ?? (env.TENANTRY_URL || 'http://127.0.0.1:3000')),
    file,
    format: formatOf(values.format, file),
    name,
    results: values.results ?? (dryRun ? undefined : `${file === '-' ? name : file}.results.jsonl`),
    concurrency: concurrencyOf(values.concurrency),
    dryRun,
    token: readToken(env.TENANTRY_TOKEN),
    tokenCommand: values['token-command'],
  };
};

const readArguments = (args: readonly string[]) => {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { reseller: text, url: text, format: text, name: text, results: text, concurrency: text, 'token-command': text } as const;
  try {
    return parseOnce({ args: [...args], options: { ...options, 'dry-run': flag, help: flag }, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
};

const fileOf = ([file, ...more]: readonly string[]): string => {
  if (!file) throw new UsageError('The file to import is missing.');
  if (more.length > 0) throw new UsageError(`One file is imported at a time, not also ${more.join(', ')}.`);
  return file;
};

const textOf = (flag: string, text: string | undefined): string => {
  if (!text) throw new UsageError(`--${flag} is required.`);
  return text;
};

const FORMATS: Readonly<Record<string, ImportOptions['format']>> = { '.csv': 'csv', '.jsonl': 'jsonl', '.ndjson': 'jsonl' };

const formatOf = (flag: string | undefined, file: string): ImportOptions['format'] => {
  const format = flag ?? FORMATS[extname(file).toLowerCase()];
  if (format === 'csv' || format === 'jsonl') return format;
  throw new UsageError(flag === undefined ? `--format csv or jsonl is required for ${file}.` : `--format is csv or jsonl, not "${flag}".`);
};

const concurrencyOf = (text = '4'): number => {
  if (!/^(?:[1-9]|1[0-6])$/.test(text)) throw new UsageError(`--concurrency is a whole number from 1 to 16, not "${text}".`);
  return Number(text);
};
