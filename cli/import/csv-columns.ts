import { fields, newOrganization } from '../../functions/organizations/schemas.ts';
import { readNumber } from '../../functions/shared/contract/json.ts';
import { unmarkCell } from '../shared/marked-cell.ts';
import { UsageError } from '../shared/usage-error.ts';

interface Field {
  readonly type: string;
  readonly properties?: Readonly<Record<string, Field>>;
  readonly additionalProperties?: Field | boolean;
}

// From the schema of an organization, so that a field it gains is a column at once.
const FIELDS: Readonly<Record<string, Field>> = fields;
const REQUIRED: readonly string[] = newOrganization.required;
const ENTRIES = Object.entries(FIELDS);
const PLAIN = ENTRIES.filter(([name, { type }]) => type !== 'object' && !REQUIRED.includes(name)).map(([name]) => name);
const PARTS = ENTRIES.flatMap(([name, { properties }]) => (properties ? [[name, Object.keys(properties)] as const] : []));
const MAPS = ENTRIES.filter(([, { additionalProperties: value }]) => typeof value === 'object').map(([name]) => name);
const KNOWN = new Set([...REQUIRED, ...PLAIN, ...PARTS.flatMap(([name, parts]) => parts.map((part) => `${name}.${part}`))]);

/** The columns a CSV may have, as a text for people. */
export const COLUMNS = [
  ...REQUIRED,
  ...PLAIN,
  ...PARTS.map(([name, parts]) => `${name}.<${parts.join(' | ')}>`),
  ...MAPS.map((name) => `${name}.<key>`),
].join(', ');

/** Makes an organization of a row's cells. */
export type ReadCells = (cells: readonly string[]) => object;

/**
 * Reads the header row.
 * @throws {UsageError} naming every column that is unknown, given twice or missing.
 */
export const readHeader = (header: readonly string[]): ReadCells => {
  const faults = [
    listFault(
      'unknown',
      header.filter((name) => !isKnown(name)),
    ),
    listFault(
      'given twice',
      header.filter((name, at) => header.indexOf(name) < at),
    ),
    listFault(
      'missing',
      REQUIRED.filter((name) => !header.includes(name)),
    ),
  ].filter(Boolean);
  if (faults.length > 0) throw new UsageError(`The columns of the header row are not right: ${faults.join('; ')}. They are ${COLUMNS}.`);
  const columns = header.map(columnOf);
  return (cells) => organizationOf(columns, cells);
};

const isKnown = (name: string): boolean =>
  KNOWN.has(name) || MAPS.some((map) => name.startsWith(`${map}.`) && name.length > map.length + 1);

const listFault = (what: string, names: readonly string[]): string =>
  names.length === 0 ? '' : `${what}: ${[...new Set(names)].map((name) => JSON.stringify(name)).join(', ')}`;

interface Column {
  readonly group: string | undefined;
  readonly member: string;
  readonly type: string | undefined;
}

const columnOf = (name: string): Column => {
  const dot = name.indexOf('.');
  if (dot < 0) return { group: undefined, member: name, type: FIELDS[name]?.type };
  const [group, key] = [name.slice(0, dot), name.slice(dot + 1)];
  const member = unmarkCell(key) ?? key;
  return { group, member, type: FIELDS[group]?.properties?.[member]?.type };
};

type Members = Record<string, unknown>;

// Without a prototype, so that `metadata.__proto__` is a key like any other.
const newMembers = (): Members => Object.create(null) as Members;

const organizationOf = (columns: readonly Column[], cells: readonly string[]): object => {
  const organization = newMembers();
  for (const [at, { group, member, type }] of columns.entries()) {
    const cell = cells[at] ?? '';
    const isRequired = group === undefined && REQUIRED.includes(member);
    if (cell !== '' || isRequired) memberOf(organization, group)[member] = parseCell(type, unmarkCell(cell) ?? cell);
  }
  return organization;
};

const memberOf = (organization: Members, group: string | undefined): Members => {
  if (group === undefined) return organization;
  organization[group] ??= newMembers();
  return organization[group] as Members;
};

/**
 * Reads a cell as its column's type. One that is not of the type stays text: the API refuses it,
 * with all else that is wrong with the row.
 */
export const parseCell = (type: string | undefined, cell: string): number | boolean | string => {
  if (type === 'integer') return /^-?\d+$/.test(cell) && Number.isSafeInteger(Number(cell)) ? readNumber(cell) : cell;
  if (type === 'boolean' && (cell === 'true' || cell === 'false')) return cell === 'true';
  return cell;
};
