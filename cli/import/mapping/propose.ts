import { fieldOf, REQUIRED } from './fields.ts';
import { guessField } from './synonyms.ts';
import { integerFault, readValue } from './values.ts';

/** A column of a sample: its name and the texts that it has. */
export interface SampleColumn {
  readonly name: string;
  readonly texts: readonly string[];
}

/** A proposed map: the field of each column, or `null` for one that is left out. */
export interface Proposal {
  readonly fields: ReadonlyMap<string, string | null>;
  /** The required fields that no column has. */
  readonly missing: readonly string[];
}

const EMAIL = /^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>.]+$/;

/**
 * Proposes a map by the names of the columns, and by values where names say nothing: a column of
 * addresses is `email`. What is left becomes metadata, and empty columns are left out.
 */
export const propose = (columns: readonly SampleColumn[]): Proposal => {
  const named = columns.filter(({ name }) => name.trim() !== '');
  const chosen = new Map<string, { readonly column: string; readonly rank: number }>();
  for (const { name, texts } of named) {
    const guess = fieldOf(name) ? { field: fieldOf(name)?.name ?? '', rank: -1 } : guessField(name);
    if (!guess || !fits(guess.field, texts)) continue;
    const best = chosen.get(guess.field);
    if (!best || guess.rank < best.rank) chosen.set(guess.field, { column: name, rank: guess.rank });
  }
  const taken = new Set([...chosen.values()].map(({ column }) => column));
  const byValue = named.find(
    ({ name, texts }) => !taken.has(name) && filled(texts).length > 0 && filled(texts).every((text) => EMAIL.test(text)),
  );
  if (!chosen.has('email') && byValue) chosen.set('email', { column: byValue.name, rank: 0 });
  const fieldBy = new Map([...chosen].map(([field, { column }]) => [column, field]));
  const fields = new Map(named.map(({ name, texts }) => [name, fieldBy.get(name) ?? metadataOf(name, texts)]));
  return { fields, missing: REQUIRED.filter((name) => !chosen.has(name)) };
};

const filled = (texts: readonly string[]): readonly string[] => texts.map((text) => readValue(text).text).filter(Boolean);

/** A column of other values is not what its name says. */
const fits = (field: string, texts: readonly string[]): boolean => {
  const values = filled(texts);
  if (field === 'email') return values.length === 0 || values.some((text) => text.includes('@'));
  if (field === 'allowedUsers') return values.some((text) => integerFault(text) === undefined || /\d/.test(text));
  return REQUIRED.includes(field) || values.length > 0;
};

const KEY_LENGTH = 64;

const metadataOf = (name: string, texts: readonly string[]): string | null =>
  filled(texts).length === 0
    ? null
    : `metadata.${name
        .trim()
        .replace(/["\\\p{C}]/gu, '')
        .slice(0, KEY_LENGTH)}`;
