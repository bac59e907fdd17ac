import type { Contract } from '../contract/contract.ts';
import { isObject, isSameJson } from '../contract/json.ts';
import { invalid, Refusal, type Violation } from '../contract/problems.ts';
import { readDateTime } from '../contract/time.ts';
import { type Entity, requireVersion, tagOf, tagsOf, versionOf } from './entity-tags.ts';

interface Preconditions {
  readonly 'if-match'?: string;
}

/**
 * Returns the body of a change without the members that only the server sets. A client may send
 * back what it read: they must equal those of the entity, and `version` is an `If-Match`.
 * @throws {Refusal} 412 for another version, 400 `read-only` naming each other member that differs
 */
export const readBack = <B extends object>(
  { body: schema }: Pick<Contract, 'body'>,
  entity: Entity,
  { body, header }: { readonly body: B; readonly header: Preconditions },
): B => {
  requireVersion(entity, header['if-match']);
  const { version, ...members } = body as Readonly<Record<string, unknown>>;
  if (version !== undefined && version !== versionOf(entity)) {
    throw new Refusal(
      'version-mismatch',
      `The entity has the version ${versionOf(entity) ?? 'of none'}, not that of the body, ${version}.`,
    );
  }
  const properties = schema?.properties ?? {};
  const [fixed, free] = partition(Object.entries(members), ([name]) => isReadOnly(properties[name]));
  const violations = fixed.filter(([name, value]) => !isSameValue(ownMember(entity, name), value)).map(([name]) => differs(name));
  if (violations.length > 0) throw invalid(violations);
  return Object.fromEntries(free) as B;
};

/** Refuses a `version` in the body that `If-Match` does not name. */
export const versionRules = (body: unknown, { 'if-match': ifMatch }: Preconditions): readonly Violation[] => {
  if (!isObject(body) || typeof body.version !== 'number' || ifMatch === undefined || ifMatch === '*') return [];
  const named = tagsOf(ifMatch).map((tag) => tag.replace(/^W\//, ''));
  return named.length === 0 || named.includes(tagOf(body.version)) ? [] : [CONFLICT];
};

const CONFLICT: Violation = { in: 'body', pointer: '/version', code: 'conflicting-values', message: 'differs from If-Match' };

const differs = (name: string): Violation => ({
  in: 'body',
  pointer: `/${name}`,
  code: 'read-only',
  message: 'is read-only, and differs from what is stored',
});

const isReadOnly = (property: object | undefined): boolean => (property as { readonly readOnly?: unknown } | undefined)?.readOnly === true;

const ownMember = (entity: Entity, name: string): unknown =>
  Object.hasOwn(entity, name) ? (entity as Readonly<Record<string, unknown>>)[name] : undefined;

/** A client may write a time that it read in another form. */
const isSameValue = (one: unknown, other: unknown): boolean =>
  isSameJson(one, other) ||
  (typeof one === 'string' && typeof other === 'string' && readDateTime(one) !== undefined && readDateTime(one) === readDateTime(other));

const partition = <T>(items: readonly T[], isFirst: (item: T) => boolean): readonly [readonly T[], readonly T[]] => [
  items.filter(isFirst),
  items.filter((item) => !isFirst(item)),
];
