import { type Stats, statSync } from 'node:fs';
import { extname } from 'node:path';
import { canonicalId } from '../../functions/shared/base/uuid.ts';
import { nearestWord } from '../../lib/configuration/nearest-word.ts';
import type { Given } from '../command/declaration.ts';
import { readAddress, readToken } from '../shared/api-options.ts';
import { type Deployed, deployedOf } from '../shared/deployed.ts';
import { UsageError } from '../shared/usage-error.ts';
import type { exportEntities } from './declaration.ts';

const SUBJECTS = ['organizations', 'partners', 'resellers'] as const;

/** A list that can be exported. */
export type Subject = (typeof SUBJECTS)[number];

/** The options of the command. */
export interface ExportOptions {
  readonly subject: Subject;
  /** The only reseller whose organizations are exported. */
  readonly reseller: string | undefined;
  /** The top of the branch of partners that is exported. */
  readonly partner: string | undefined;
  readonly deployed?: Deployed;
  /** Empty where it is an output of the stack. */
  readonly url: string;
  readonly format: 'csv' | 'ndjson';
  /** `undefined` is standard output. */
  readonly out: string | undefined;
  readonly token: string | undefined;
  readonly tokenCommand: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads arguments and environment.
 * @throws {UsageError} with a sentence that names what is wrong.
 */
export const readOptions = ({ values, words }: Given<typeof exportEntities.options>, env: Environment): ExportOptions => {
  const subject = subjectOf(words);
  const deployed = deployedOf(values.stage, values.installation);
  return {
    subject,
    reseller: resellerOf(subject, values.reseller),
    partner: partnerOf(subject, values.partner),
    ...(deployed && { deployed }),
    url: values.url === undefined && deployed ? '' : readAddress(values.url, env),
    format: formatOf(values.format, values.out),
    out: outOf(values.out),
    token: readToken(env.TENANTRY_TOKEN),
    tokenCommand: values['token-command'],
  };
};

const subjectOf = ([given, ...more]: readonly string[]): Subject => {
  if (given === undefined) throw new UsageError(`What to export is missing: ${SUBJECTS.join(', ')}.`);
  if (more.length > 0) throw new UsageError(`One list is exported at a time, not also ${more.join(', ')}.`);
  const subject = SUBJECTS.find((name) => name === given);
  if (subject !== undefined) return subject;
  const nearest = nearestWord(given, SUBJECTS);
  throw new UsageError(
    `"${given}" cannot be exported${nearest === undefined ? `: ${SUBJECTS.join(', ')} can.` : `; did you mean "${nearest}"?`}`,
  );
};

const resellerOf = (subject: Subject, id: string | undefined): string | undefined => {
  if (id === undefined) return undefined;
  if (subject !== 'organizations') throw new UsageError(`--reseller is for organizations, not for ${subject}.`);
  if (id === '') throw new UsageError('--reseller is the id of a reseller, not empty.');
  if (!/^[\w-]+$/.test(id)) throw new UsageError(`--reseller is the id of a reseller, not "${id}".`);
  return canonicalId(id);
};

const partnerOf = (subject: Subject, id: string | undefined): string | undefined => {
  if (id === undefined) return undefined;
  if (subject !== 'partners') throw new UsageError(`--partner is for partners, not for ${subject}: no reseller belongs to a partner.`);
  if (!/^[1-9]\d{0,9}$/.test(id)) throw new UsageError(`--partner is the id of a partner, a whole number, not "${id}".`);
  return id;
};

const FORMATS: Readonly<Record<string, ExportOptions['format']>> = { '.csv': 'csv', '.jsonl': 'ndjson', '.ndjson': 'ndjson' };

const formatOf = (given: string | undefined, out: string | undefined): ExportOptions['format'] => {
  const format = given ?? (out === undefined ? 'csv' : FORMATS[extname(out).toLowerCase()]);
  if (format === 'csv' || format === 'ndjson') return format;
  throw new UsageError(
    given === undefined ? `--format csv or ndjson is required for ${out}.` : `--format is csv or ndjson, not "${given}".`,
  );
};

// What is there is replaced by another file, which must not happen to a device.
const outOf = (out: string | undefined): string | undefined => {
  if (out === '') throw new UsageError('--out is the path of a file, not empty.');
  const there = out === undefined ? undefined : statOf(out);
  if (there && !there.isFile()) throw new UsageError(`--out is not a file: ${out}. Without --out the export goes to standard output.`);
  return out;
};

const statOf = (path: string): Stats | undefined => {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw new UsageError(`--out cannot be written: ${(error as Error).message}.`);
  }
};
