import type { ExternalIdMode } from './external-ids.ts';
import { COLUMNS, type Field, fieldOf, looseName, REQUIRED } from './fields.ts';
import type { Rule } from './map-file.ts';

/** The ways to import columns that are no fields. */
export const REST_MODES = ['refuse', 'metadata', 'ignore'] as const;

/** The rules by which the columns of a file become organizations. */
export interface Mapping {
  readonly rules: readonly Rule[];
  /** The values of rows that have none of their own. */
  readonly constants: readonly Rule[];
  readonly rest: (typeof REST_MODES)[number];
  readonly externalId: ExternalIdMode;
}

/** The mapping of a file in the importer's own columns. */
export const OWN_COLUMNS: Mapping = { rules: [], constants: [], rest: 'refuse', externalId: 'refuse' };

/** Where the text of a field comes from. */
export interface Assignment extends Omit<Rule, 'from' | 'to'> {
  readonly field: Field;
  /** The positions of the columns. */
  readonly columns: readonly number[];
  /** Which part of a split text it is, and whether it is the last, which takes the rest. */
  readonly part?: number;
  readonly isLast?: boolean;
}

/** The steps by which cells become fields. */
export interface Plan {
  readonly assignments: readonly Assignment[];
  /** The values of fields that are empty. */
  readonly constants: ReadonlyMap<string, string>;
  /** The positions of columns without a name, which must be empty. */
  readonly nameless: readonly number[];
  readonly faults: readonly string[];
}

/** The columns that the importer itself adds to rows that were refused. */
export const ROW_COLUMN = '_row';
export const REASON_COLUMN = '_reason';
const OWN = [ROW_COLUMN, REASON_COLUMN];

/**
 * Plans how the cells of these columns become organizations. In a `loose` plan, for one JSON object
 * of many, a column of the map may be missing.
 */
export const planColumns = (columns: readonly string[], mapping: Mapping, isLoose = false): Plan => {
  const names = columns.map((name) => name.trim());
  const positionOf = (name: string): number => {
    const exact = names.indexOf(name.trim());
    return exact >= 0 ? exact : names.findIndex((other) => looseName(other) === looseName(name));
  };
  const used = new Set<number>();
  const absent: string[] = [];
  const assignments = mapping.rules.flatMap((rule) => {
    const positions = rule.from.map(positionOf);
    absent.push(...rule.from.filter((_, at) => (positions[at] ?? -1) < 0));
    for (const position of positions) used.add(position);
    return assignmentsOf(
      rule,
      positions.filter((position) => position >= 0),
    );
  });
  const left = names.map((name, at) => ({ name, at })).filter(({ name, at }) => name !== '' && !used.has(at) && !OWN.includes(name));
  const mapped = new Set(assignments.map(({ field }) => field.name));
  const unknown: string[] = [];
  for (const { name, at } of left) {
    // A marked key of metadata is taken to the character.
    const own = fieldOf(columns[at] ?? name);
    const field = own && !mapped.has(own.name) ? own : restField(name, mapping);
    if (field) assignments.push({ field, columns: [at] });
    else if (mapping.rest !== 'ignore') unknown.push(name);
  }
  const constants = new Map(
    [...mapping.rules, ...mapping.constants].flatMap(({ to, value }) =>
      value === undefined ? [] : to.map(({ name }) => [name, value] as const),
    ),
  );
  return {
    assignments,
    constants,
    nameless: names.flatMap((name, at) => (name === '' && !used.has(at) ? [at] : [])),
    faults: faultsOf({ unknown, absent: isLoose ? [] : absent, assignments, constants }),
  };
};

const restField = (name: string, { rest }: Mapping): Field | undefined => (rest === 'metadata' ? fieldOf(`metadata.${name}`) : undefined);

const assignmentsOf = ({ to, from, split, ...rule }: Rule, columns: readonly number[]): Assignment[] => {
  if (from.length === 0 || columns.length === 0) return [];
  return to.map((field, part) => ({
    ...rule,
    field,
    columns,
    ...(split !== undefined && { split, part, isLast: part === to.length - 1 }),
  }));
};

interface Seen {
  readonly unknown: readonly string[];
  readonly absent: readonly string[];
  readonly assignments: readonly Assignment[];
  readonly constants: ReadonlyMap<string, string>;
}

const faultsOf = ({ unknown, absent, assignments, constants }: Seen): readonly string[] => {
  const given = assignments.map(({ field }) => field.name);
  const missing = REQUIRED.filter((name) => !given.includes(name) && !constants.has(name));
  return [
    listFault('unknown', unknown),
    listFault(
      'given twice',
      given.filter((name, at) => given.indexOf(name) < at),
    ),
    listFault('in the map but not in the file', absent),
    listFault('missing', missing),
  ].filter(Boolean);
};

const listFault = (what: string, names: readonly string[]): string =>
  names.length === 0 ? '' : `${what}: ${[...new Set(names)].map((name) => JSON.stringify(name)).join(', ')}`;

/** Says what is wrong with the columns of a file, and what can be done about it. */
export const describeFaults = (faults: readonly string[]): string =>
  `The columns of the header row are not right: ${faults.join('; ')}. They are ${COLUMNS}. ` +
  'Others are mapped by --map (--suggest proposes a map), kept or ignored by --rest, and what is missing is given by --set.';
