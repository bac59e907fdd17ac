import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { isObject } from '../../../functions/shared/contract/json.ts';
import { UsageError } from '../../shared/usage-error.ts';
import { flatten } from '../json/path.ts';
import type { ImportOptions } from '../options.ts';
import type { Original } from '../row.ts';
import { openRows } from '../rows.ts';
import { openSource } from '../source.ts';
import { readConstant, readMap } from './map-file.ts';
import { type Mapping, planColumns } from './plan.ts';
import { type Proposal, propose, type SampleColumn } from './propose.ts';
import { readerOf } from './record.ts';

const SAMPLE = 100;
const SHOWN = 5;

/** A row of a sample: texts by column. */
type SampleRow = ReadonlyMap<string, string>;

/**
 * Writes a proposed map to a file that is not there yet, and returns a text that shows the first
 * rows as they would be stored.
 * @throws {UsageError} when the file cannot be read, or the map not be written
 */
export const suggest = async (options: ImportOptions, path: string): Promise<string> => {
  const { rows, notes } = await readSample(options);
  const names = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  const columns: readonly SampleColumn[] = names.map((name) => ({ name, texts: rows.map((row) => row.get(name) ?? '') }));
  const proposal = propose(columns);
  const constants = options.set.map(readConstant);
  const missing = proposal.missing.filter((name) => !constants.some(({ to }) => to.some((field) => field.name === name)));
  write(path, proposal, missing);
  const mapping = { rules: readMap(path), constants, rest: 'ignore', externalId: options.externalId } as const;
  return [
    ...notes,
    `A map is written to ${path}. Check it, and import with --map ${path}.`,
    ...missing.map((name) => `No column looks like ${name}: give all rows one by --set ${name}=…, or add it to the map.`),
    `The first ${Math.min(SHOWN, rows.length)} rows as they would be stored:`,
    ...rows.slice(0, SHOWN).map((row) => `  ${showRow(row, mapping)}`),
    '',
  ].join('\n');
};

const readSample = async (options: ImportOptions): Promise<{ readonly rows: readonly SampleRow[]; readonly notes: readonly string[] }> => {
  const source = openSource(options.file);
  try {
    // All columns are ignored: only the cells of the rows matter.
    const ignoring: Mapping = { rules: [], constants: [...REQUIRED_ANYHOW], rest: 'ignore', externalId: 'metadata' };
    const { rows, notes, table } = await openRows(source, options, ignoring);
    const sample: SampleRow[] = [];
    for await (const { original } of rows) {
      if (original) sample.push(new Map(textsOf(original, table?.header ?? [])));
      if (sample.length === SAMPLE) break;
    }
    return { rows: sample, notes };
  } finally {
    source.stream.destroy();
  }
};

const REQUIRED_ANYHOW = ['name=-', 'email=-', 'allowedUsers=0'].map(readConstant);

const textsOf = ({ cells, text }: Original, header: readonly string[]): readonly (readonly [string, string])[] => {
  if (cells) return header.map((name, at) => [name, cells[at] ?? '']);
  const content: unknown = JSON.parse(text ?? '{}');
  return isObject(content) ? flatten(content) : [];
};

const write = (path: string, { fields }: Proposal, missing: readonly string[]): void => {
  const notes = missing.map((name) => `# ${name}: { value: … }\n`).join('');
  try {
    writeFileSync(path, `${notes}${stringify(Object.fromEntries(fields), { lineWidth: 0 })}`, { flag: 'wx' });
  } catch (error) {
    throw new UsageError(`The map cannot be written: ${(error as Error).message}.`);
  }
};

const showRow = (row: SampleRow, mapping: Mapping): string => {
  const plan = planColumns([...row.keys()], mapping, true);
  const { organization, faults } = readerOf(plan, mapping)([...row.values()]);
  const wrong = faults.map(({ pointer, message }) => `${pointer.slice(1)} ${message}`).join('; ');
  return `${JSON.stringify(organization)}${wrong && `  (refused: ${wrong})`}`;
};
