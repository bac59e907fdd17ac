import { fields, newOrganization } from '../../functions/organizations/schemas.ts';
import { readNumber } from '../../functions/shared/contract/json.ts';
import { UsageError } from '../shared/usage-error.ts';

// Of the schema of an organization, so that a field that it gains is a column at once.
const REQUIRED: readonly string[] = newOrganization.required;
const ADDRESS = Object.keys(fields.address.properties);
const TYPES = new Map(Object.entries(fields).map(([name, { type }]) => [name, type]));
const PLAIN = [...TYPES.keys()].filter((name) => TYPES.get(name) !== 'object' && !REQUIRED.includes(name));
const OPTIONAL = [...PLAIN, ...ADDRESS.map((part) => `address.${part}`)];

/** The columns a CSV may have, as a text for people. */
export const COLUMNS = `${[...REQUIRED, ...PLAIN].join(', ')}, address.<${ADDRESS.join(' | ')}>, metadata.<key>`;

/** Makes an organization of a row's cells. */
export type ReadCells = (cells: readonly string[]) => object;

/** Reads the header row. @throws {UsageError} naming every column that is unknown, given twice or missing. */
export const readHeader = (header: readonly string[]): ReadCells => {
  const faults = [
    fault(
      'unknown',
      header.filter((name) => !isKnown(name)),
    ),
    fault(
      'given twice',
      header.filter((name, at) => header.indexOf(name) < at),
    ),
    fault(
      'missing',
      REQUIRED.filter((name) => !header.includes(name)),
    ),
  ].filter(Boolean);
  if (faults.length > 0) throw new UsageError(`The columns of the header row are not right: ${faults.join('; ')}. They are ${COLUMNS}.`);
  const columns = header.map(columnOf);
  return (cells) => organizationOf(columns, cells);
};

const isKnown = (name: string): boolean => REQUIRED.includes(name) || OPTIONAL.includes(name) || /^metadata\../s.test(name);

const fault = (what: string, names: readonly string[]): string =>
  names.length === 0 ? '' : `${what}: ${[...new Set(names)].map((name) => JSON.stringify(name)).join(', ')}`;

interface Column {
  readonly group: string | undefined;
  readonly member: string;
}

const columnOf = (name: string): Column => {
  const dot = name.indexOf('.');
  return dot < 0 ? { group: undefined, member: name } : { group: name.slice(0, dot), member: name.slice(dot + 1) };
};

type Members = Record<string, unknown>;

// Without a prototype, so that `metadata.__proto__` is a key like any other.
const members = (): Members => Object.create(null) as Members;

const organizationOf = (columns: readonly Column[], cells: readonly string[]): object => {
  const organization = members();
  for (const [at, { group, member }] of columns.entries()) {
    const cell = cells[at] ?? '';
    const value = group === undefined && TYPES.get(member) === 'integer' ? integerOf(cell) : cell;
    if (cell !== '' || (group === undefined && REQUIRED.includes(member))) memberOf(organization, group)[member] = value;
  }
  return organization;
};

const memberOf = (organization: Members, group: string | undefined): Members => {
  if (group === undefined) return organization;
  organization[group] ??= members();
  return organization[group] as Members;
};

// What is no integer goes as it is: the API's own refusal says it best, with the others of its row.
const integerOf = (cell: string): number | string => (/^-?\d+$/.test(cell) && Number.isSafeInteger(Number(cell)) ? readNumber(cell) : cell);
