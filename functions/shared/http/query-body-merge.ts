import type { ObjectSchema } from '../contract/contract.ts';
import { isObject, isSameJson } from '../contract/json.ts';
import type { Violation } from '../contract/problems.ts';
import type { Values } from './query.ts';

interface Merged {
  readonly body: unknown;
  readonly violations: readonly Violation[];
  /** The body pointers whose value came from the query; their violations are reported there. */
  readonly fromQuery: ReadonlySet<string>;
}

/**
 * Merges query parameters under the body's fields (`parent.id` under `/parent/id`); a value that is
 * in both must be equal.
 */
export const mergeQueryAndBody = (schema: ObjectSchema, query: Values, body: unknown): Merged => {
  if (!isObject(body)) return { body, violations: [], fromQuery: new Set() };
  const merged = { ...body };
  const violations: Violation[] = [];
  const fromQuery = new Set<string>();
  for (const [name, value] of Object.entries(query).filter(([name]) => Object.hasOwn(schema.properties, name))) {
    const place = placeOf(merged, name);
    if (!place) continue;
    const { holder, member } = place;
    if (!Object.hasOwn(holder, member)) {
      holder[member] = value;
      fromQuery.add(`/${name.replace('.', '/')}`);
    } else if (!isSameJson(holder[member], value)) {
      violations.push({ in: 'query', pointer: `/${name}`, code: 'conflicting-values', message: 'differs from the value in the body' });
    }
  }
  return { body: merged, violations, fromQuery };
};

/** Returns where a parameter's body field is; nothing when the body has no object there. */
const placeOf = (body: Record<string, unknown>, name: string): { holder: Record<string, unknown>; member: string } | undefined => {
  const [first = '', second] = name.split('.');
  if (second === undefined) return { holder: body, member: first };
  const holder = Object.hasOwn(body, first) ? body[first] : {};
  if (!isObject(holder)) return undefined;
  const copy = { ...holder };
  body[first] = copy;
  return { holder: copy, member: second };
};
