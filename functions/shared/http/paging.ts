import type { ObjectSchema } from '../contract/contract.ts';
import type { Violation } from '../contract/problems.ts';

type Texts = Readonly<Record<string, string>>;

interface Paging {
  readonly values: Texts;
  readonly violations: readonly Violation[];
  /** True when the limit was given as `take`. */
  readonly isTake: boolean;
}

/** The parameters of lists that are read by number, and their value on the first page. */
const FIRST_PAGE = { page: '1', skip: '0' } as const;

/**
 * Reads the parameters of a list that clients of other APIs send: `take` is the limit, and `page`
 * and `skip` may name the first page. A query of anything else than a list stays as it is.
 */
export const readPaging = (schema: ObjectSchema | undefined, given: Texts): Paging => {
  if (!schema || !Object.hasOwn(schema.properties, 'cursor')) return { values: given, violations: [], isTake: false };
  const { page, skip, take, ...values }: Partial<Texts> = given;
  const differs = take !== undefined && values.limit !== undefined && values.limit !== take;
  return {
    values: { ...(values as Texts), ...(take !== undefined && { limit: take }) },
    violations: [...numbered('page', page), ...numbered('skip', skip), ...(differs ? [CONFLICT] : [])],
    isTake: take !== undefined,
  };
};

const numbered = (name: keyof typeof FIRST_PAGE, value: string | undefined): readonly Violation[] => {
  const first = FIRST_PAGE[name];
  if (value === undefined || value === first) return [];
  const message = `must be ${first}: the next page is read with the \`cursor\` of the page before, which its Link has`;
  return [{ in: 'query', pointer: `/${name}`, code: 'not-allowed', message }];
};

const CONFLICT: Violation = { in: 'query', pointer: '/take', code: 'conflicting-values', message: 'differs from limit' };

/** Returns a violation of the limit under the name that the client gave it. */
export const namedAsGiven =
  ({ isTake }: Pick<Paging, 'isTake'>) =>
  (violation: Violation): Violation =>
    isTake && violation.in === 'query' && violation.pointer === '/limit' ? { ...violation, pointer: '/take' } : violation;
