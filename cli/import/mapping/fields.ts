import { fields, newOrganization } from '../../../functions/organizations/schemas.ts';
import { unmarkCell } from '../../shared/marked-cell.ts';

interface Schema {
  readonly type: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
}

// From the schema of an organization, so that a field it gains is a column at once.
const SCHEMAS: Readonly<Record<string, Schema>> = fields;
const ENTRIES = Object.entries(SCHEMAS);

/** The fields that every organization has. */
export const REQUIRED: readonly string[] = newOrganization.required;

const PLAIN = ENTRIES.filter(([name, { type }]) => type !== 'object' && !REQUIRED.includes(name)).map(([name]) => name);
const PARTS = ENTRIES.flatMap(([name, { properties }]) => (properties ? [[name, Object.keys(properties)] as const] : []));
const MAPS = ENTRIES.filter(([, { additionalProperties: value }]) => typeof value === 'object').map(([name]) => name);

/** The names of the fields except those of maps, whose keys are anybody's. */
export const FIELD_NAMES = [...REQUIRED, ...PLAIN, ...PARTS.flatMap(([name, parts]) => parts.map((part) => `${name}.${part}`))];

/** The columns a CSV may have, as a text for people. */
export const COLUMNS = [
  ...REQUIRED,
  ...PLAIN,
  ...PARTS.map(([name, parts]) => `${name}.<${parts.join(' | ')}>`),
  ...MAPS.map((name) => `${name}.<key>`),
].join(', ');

/** A field of an organization. */
export interface Field {
  readonly name: string;
  /** The member that has it, such as `address`. */
  readonly group: string | undefined;
  readonly member: string;
  readonly type: string | undefined;
  readonly isRequired: boolean;
}

/** Writes names that count as the same in one form: without regard to case and space. */
export const looseName = (name: string): string => name.replace(/[\s\p{Cf}]/gu, '').toLowerCase();

const BY_LOOSE_NAME = new Map(FIELD_NAMES.map((name) => [looseName(name), name]));

/** Returns the field of that name; a key of metadata stays as it is spelled. */
export const fieldOf = (spelled: string): Field | undefined => {
  const known = BY_LOOSE_NAME.get(looseName(spelled));
  if (known !== undefined) return describe(known);
  const [group = '', ...rest] = spelled.split('.');
  const key = unmarkCell(rest.join('.')) ?? rest.join('.').trim();
  const map = MAPS.find((name) => looseName(name) === looseName(group));
  return map && key !== '' ? { name: `${map}.${key}`, group: map, member: key, type: 'string', isRequired: false } : undefined;
};

const describe = (name: string): Field => {
  const [group = '', member] = name.split('.');
  if (member === undefined) return { name, group: undefined, member: name, type: SCHEMAS[name]?.type, isRequired: REQUIRED.includes(name) };
  return { name, group, member, type: SCHEMAS[group]?.properties?.[member]?.type, isRequired: false };
};

/** Returns the JSON pointer of a field. */
export const pointerOf = ({ group, member }: Pick<Field, 'group' | 'member'>): string =>
  `${group === undefined ? '' : `/${group}`}/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`;
