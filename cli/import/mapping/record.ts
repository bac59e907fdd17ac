import { MAX_QUOTED, printable } from '../../shared/printable.ts';
import { encodeExternalId, externalIdFault, isExternalId } from './external-ids.ts';
import { type Field, fieldOf, pointerOf } from './fields.ts';
import type { Assignment, Mapping, Plan } from './plan.ts';
import { integerFault, parseCell, readValue, spreadsheetFault, type Value } from './values.ts';

/** Why a value cannot be imported, in the form of the API's own errors. */
export interface ValueFault {
  readonly in: 'row';
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

/** The organization that a row of cells becomes. */
export interface ReadRecord {
  readonly organization: object;
  readonly faults: readonly ValueFault[];
  /** The number of values that had space around them. */
  readonly trimmed: number;
}

/** Makes an organization of a row's cells. */
export type ReadCells = (cells: readonly string[]) => ReadRecord;

type Members = Record<string, unknown>;

// Without a prototype, so that `metadata.__proto__` is a key like any other.
const newMembers = (): Members => Object.create(null) as Members;

/** Creates the reader of rows that a plan is for. */
export const readerOf =
  ({ assignments, constants, nameless }: Plan, { externalId }: Mapping): ReadCells =>
  (cells) => {
    const organization = newMembers();
    const faults: ValueFault[] = [];
    let trimmed = 0;
    const store = (field: Field, value: Value): void => {
      const read = readField(field, value);
      const refused = (message: string): void => void faults.push(faultOf(field, value.text, message));
      if (read.fault !== undefined) refused(read.fault);
      else if (value.text === '' && !value.isExact) return;
      else if (field.name === 'externalId' && externalId !== 'refuse') storeExternalId(organization, value.text, externalId);
      else if (field.name === 'externalId' && !isExternalId(value.text)) refused(externalIdFault(value.text));
      else memberOf(organization, field.group)[field.member] = parseCell(field.type, value.text);
    };
    const seen = new Set<number>();
    for (const assignment of assignments) {
      const value = readAssigned(assignment, cells, (at, { isTrimmed }) => {
        if (isTrimmed && !seen.has(at)) trimmed += 1;
        seen.add(at);
      });
      const constant = constants.get(assignment.field.name);
      store(assignment.field, value.text === '' && !value.isExact && constant !== undefined ? exactly(constant) : value);
    }
    const given = new Set(assignments.map(({ field }) => field.name));
    for (const [name, text] of constants) if (!given.has(name)) store(fieldOf(name) as Field, exactly(text));
    for (const at of nameless) if (readValue(cells[at] ?? '').text !== '') faults.push(strayFault(cells[at] ?? ''));
    return { organization, faults, trimmed };
  };

const exactly = (text: string): Value => ({ text, isExact: false, isTrimmed: false });

const readField = (field: Field, { text, isExact }: Value): { readonly fault?: string } => {
  if (text === '' && field.isRequired) return { fault: `is empty: fill it in, or give all such rows one value by --set ${field.name}=…` };
  if (text === '' || (isExact && field.type !== 'integer')) return {};
  const fault = field.type === 'integer' ? integerFault(text) : spreadsheetFault(text);
  return fault === undefined ? {} : { fault };
};

const faultOf = (field: Field, text: string, message: string): ValueFault => ({
  in: 'row',
  pointer: pointerOf(field),
  code: 'invalid-value',
  message: text === '' ? message : `is "${printable(text, MAX_QUOTED)}": ${message}`,
});

const strayFault = (text: string): ValueFault => ({
  in: 'row',
  pointer: '',
  code: 'invalid-value',
  message: `"${printable(text, MAX_QUOTED)}" is in a column without a name`,
});

const storeExternalId = (organization: Members, text: string, mode: 'encode' | 'metadata'): void => {
  if (mode === 'encode') organization.externalId = encodeExternalId(text);
  else if (isExternalId(text)) organization.externalId = text;
  else memberOf(organization, 'metadata').externalId = text;
};

const memberOf = (organization: Members, group: string | undefined): Members => {
  if (group === undefined) return organization;
  organization[group] ??= newMembers();
  return organization[group] as Members;
};

const readAssigned = (assignment: Assignment, cells: readonly string[], saw: (at: number, value: Value) => void): Value => {
  const values = assignment.columns.map((at) => {
    const value = readValue(cells[at] ?? '');
    saw(at, value);
    return value;
  });
  const [only] = values;
  if (only && values.length === 1 && assignment.split === undefined) return only;
  const texts = values.map(({ text }) => text).filter(Boolean);
  if (assignment.isFirst) return exactly(texts[0] ?? '');
  return exactly(assignment.split === undefined ? texts.join(assignment.join) : partOf(assignment, texts[0] ?? ''));
};

const partOf = ({ split = '', part = 0, isLast }: Assignment, text: string): string => {
  const parts = text.split(split);
  return readValue(isLast ? parts.slice(part).join(split) : (parts[part] ?? '')).text;
};
