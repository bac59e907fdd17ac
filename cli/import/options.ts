import { basename, extname } from 'node:path';
import { canonicalId } from '../../functions/shared/base/uuid.ts';
import type { Given } from '../command/declaration.ts';
import { readAddress, readToken } from '../shared/api-options.ts';
import { type Deployed, deployedOf } from '../shared/deployed.ts';
import { readWholeNumber } from '../shared/option-values.ts';
import { UsageError } from '../shared/usage-error.ts';
import type { importOrganizations } from './declaration.ts';
import { readItemsPath } from './json/path.ts';
import { EXTERNAL_ID_MODES, type ExternalIdMode } from './mapping/external-ids.ts';
import { type Mapping, REST_MODES } from './mapping/plan.ts';
import { isStream } from './outcome/is-stream.ts';
import { ENCODINGS, type Encoding } from './text/encodings.ts';

/** The options of the command. */
export interface ImportOptions {
  readonly reseller: string;
  readonly deployed?: Deployed;
  /** Empty where it is an output of the stack. */
  readonly url: string;
  /** `-` is standard input. */
  readonly file: string;
  readonly format: 'csv' | 'jsonl' | 'json';
  readonly encoding: Encoding | undefined;
  /** The number of title lines before the header row. */
  readonly skip: number;
  /** The steps of the path to the list in a JSON file. */
  readonly items: readonly string[] | undefined;
  readonly map: string | undefined;
  readonly set: readonly string[];
  readonly rest: Mapping['rest'];
  readonly externalId: ExternalIdMode;
  /** The file that a proposed map is written to; nothing is imported then. */
  readonly suggest: string | undefined;
  readonly update: boolean;
  readonly name: string;
  /** `undefined` when no results shall be kept. */
  readonly results: string | undefined;
  readonly created: string | undefined;
  readonly refused: string | undefined;
  /** The time for which an API that does not answer is asked again. */
  readonly waitMs: { readonly ms: number; readonly isGiven: boolean };
  readonly concurrency: number;
  readonly dryRun: boolean;
  readonly token: string | undefined;
  readonly tokenCommand: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads arguments and environment.
 * @throws {UsageError} with a sentence that names what is wrong.
 */
export const readOptions = ({ values, words }: Given<typeof importOrganizations.options>, env: Environment): ImportOptions => {
  const file = fileOf(words);
  const deployed = deployedOf(values.stage, values.installation);
  const name = textOf('name', values.name ?? (file === '-' ? 'stdin' : basename(file)));
  const dryRun = values['dry-run'] ?? false;
  const format = formatOf(values.format, file);
  if (format !== 'csv' && values.skip !== undefined) throw new UsageError('--skip is for the title lines of a CSV.');
  if (format === 'csv' && values.items !== undefined) throw new UsageError('--items is for JSON.');
  // All files of an import are beside its result file.
  const kept = values.results?.replace(/(?:\.results)?\.jsonl$/, '') ?? (file === '-' ? name : file);
  // Nothing can be beside `/dev/null` or a pipe.
  const keepsNone = dryRun || (values.results !== undefined && isStream(values.results));
  const keptUnlessDry = (given: string | undefined, extension: string): string | undefined =>
    given ?? (keepsNone ? undefined : `${kept}.${extension}`);
  return {
    // It is part of each row's key: in another case the same file would be imported once more.
    reseller: values.suggest === undefined ? canonicalId(textOf('reseller', values.reseller)) : (values.reseller ?? ''),
    ...(deployed && { deployed }),
    url: values.url === undefined && deployed ? '' : readAddress(values.url, env),
    file,
    format,
    encoding: oneOf('encoding', ENCODINGS, values.encoding?.toLowerCase()),
    skip: readWholeNumber('--skip', values.skip ?? '0', 0, 1000),
    items: values.items === undefined ? undefined : readItemsPath(values.items),
    map: values.map,
    set: values.set ?? [],
    rest: oneOf('rest', REST_MODES, values.rest) ?? 'refuse',
    externalId: oneOf('external-id', EXTERNAL_ID_MODES, values['external-id']) ?? 'refuse',
    suggest: values.suggest,
    update: values.update ?? false,
    name,
    results: keptUnlessDry(values.results, 'results.jsonl'),
    created: keptUnlessDry(values.created, 'created.csv'),
    refused: keptUnlessDry(values.refused, format === 'csv' ? 'refused.csv' : 'refused.jsonl'),
    waitMs: { ms: durationOf(values.wait ?? '10m'), isGiven: values.wait !== undefined },
    concurrency: readWholeNumber('--concurrency', values.concurrency ?? '4', 1, 16),
    dryRun,
    token: readToken(env.TENANTRY_TOKEN),
    tokenCommand: values['token-command'],
  };
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

const FORMATS: Readonly<Record<string, ImportOptions['format']>> = {
  ...{ '.csv': 'csv', '.tsv': 'csv' },
  ...{ '.json': 'json', '.jsonl': 'jsonl', '.ndjson': 'jsonl' },
};

const formatOf = (flag: string | undefined, file: string): ImportOptions['format'] => {
  const format = flag ?? FORMATS[extname(file).toLowerCase()];
  if (format === 'csv' || format === 'jsonl' || format === 'json') return format;
  throw new UsageError(
    flag === undefined ? `--format csv, jsonl or json is required for ${file}.` : `--format is csv, jsonl or json, not "${flag}".`,
  );
};

const oneOf = <const T extends string>(flag: string, known: readonly T[], given: string | undefined): T | undefined => {
  const found = known.find((one) => one === given);
  if (given !== undefined && found === undefined) throw new UsageError(`--${flag} is ${known.join(', ')}, not "${given}".`);
  return found;
};

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

const durationOf = (text: string): number => {
  const [, count, unit = ''] = /^(\d{1,4})([smh])$/.exec(text) ?? [];
  if (count === undefined) throw new UsageError(`--wait is a time such as 30s, 10m or 2h, not "${text}".`);
  return Number(count) * (UNITS[unit] ?? 0);
};
