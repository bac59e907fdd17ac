import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { isObject } from '../../../functions/shared/contract/json.ts';
import { nearestWord } from '../../../lib/configuration/nearest-word.ts';
import { UsageError } from '../../shared/usage-error.ts';
import { FIELD_NAMES, type Field, fieldOf } from './fields.ts';

/** An entry of a map: columns and the fields that their texts become. */
export interface Rule {
  /** The columns by name; none for a value that all rows have. */
  readonly from: readonly string[];
  /** The fields; more than one take the parts of a text that is split, or the same text. */
  readonly to: readonly Field[];
  readonly split?: string;
  /** The text between those of several columns. */
  readonly join?: string;
  /** Takes the first column that has a text. */
  readonly isFirst?: boolean;
  /** The value of all rows. */
  readonly value?: string;
}

const FORMS = `A column leads to a field ("Company name": name), to a list of fields, to {split: ", ", to: [fields]} or to nothing (null);
a field comes from columns ({from: [First, Last], join: " "}, or first: true for the first that is not empty) or is {value: text}`;

/** Reads a map of columns. @throws {UsageError} naming all that is wrong with it */
export const readMap = (path: string): readonly Rule[] => {
  const map = parseMap(path);
  if (!isObject(map)) throw new UsageError(`The map ${path} is no object of columns. ${FORMS}.`);
  const faults: string[] = [];
  const rules = Object.entries(map).flatMap(([name, entry]) => {
    try {
      return [ruleOf(name, entry)];
    } catch (error) {
      faults.push((error as Error).message);
      return [];
    }
  });
  if (faults.length > 0) throw new UsageError(`The map ${path} is not right: ${faults.join('; ')}. ${FORMS}.`);
  return rules;
};

const parseMap = (path: string): unknown => {
  try {
    // No aliases: a few lines of them could become gigabytes.
    return parse(readFileSync(path, 'utf8'), { maxAliasCount: 0 });
  } catch (error) {
    throw new UsageError(`The map ${path} cannot be read: ${(error as Error).message.split('\n')[0]}`);
  }
};

const ruleOf = (name: string, entry: unknown): Rule => {
  if (entry === null) return { from: [name], to: [] };
  if (typeof entry === 'string') return { from: [name], to: [knownField(entry)] };
  if (isTexts(entry)) return { from: [name], to: entry.map(knownField) };
  if (isObject(entry)) return objectRule(name, entry);
  throw new Error(`"${name}" leads to ${JSON.stringify(entry)}`);
};

const objectRule = (name: string, entry: Readonly<Record<string, unknown>>): Rule => {
  const members = Object.keys(entry);
  const has = (...names: readonly string[]): boolean => members.every((member) => names.includes(member));
  const { split, to, from, join = ' ', first = false, value } = entry;
  if (has('split', 'to') && typeof split === 'string' && split !== '' && isTexts(to))
    return { from: [name], to: to.map(knownField), split };
  const columns = typeof from === 'string' ? [from] : from;
  if (has('from', 'join', 'first') && isTexts(columns) && typeof join === 'string' && typeof first === 'boolean')
    return { from: columns, to: [knownField(name)], join, isFirst: first };
  if (has('value') && ['string', 'number', 'boolean'].includes(typeof value))
    return { from: [], to: [knownField(name)], value: String(value) };
  throw new Error(`"${name}" has an entry of another form, ${JSON.stringify(entry)}`);
};

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');

/** Returns a field by its name. @throws {Error} that says which is meant */
export const knownField = (name: string): Field => {
  const field = fieldOf(name);
  if (field) return field;
  const nearest = nearestWord(name, FIELD_NAMES);
  throw new Error(`there is no field "${name}"${nearest === undefined ? '' : `, did you mean "${nearest}"`}`);
};

/** Reads `field=value`. @throws {UsageError} */
export const readConstant = (text: string): Rule => {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`--set is field=value, such as allowedUsers=-1, not "${text}".`);
  try {
    return { from: [], to: [knownField(text.slice(0, at))], value: text.slice(at + 1) };
  } catch (error) {
    throw new UsageError(`--set: ${(error as Error).message}.`);
  }
};
