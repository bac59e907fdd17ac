import { withCanonicalIds } from '../base/uuid.ts';
import type { Caller } from '../contract/caller.ts';
import type { Contract, Input, Rules } from '../contract/contract.ts';
import { isObject } from '../contract/json.ts';
import { invalid, type Violation } from '../contract/problems.ts';
import { type Validate, violationsOf } from '../contract/violations.ts';
import { coerceBody } from '../http/coerce-body.ts';
import { headerSchema, querySchema } from '../http/input-schema.ts';
import { namedAsGiven, readPaging } from '../http/paging.ts';
import { coerce, hintAtPlus, readQuery, type Values } from '../http/query.ts';
import { mergeQueryAndBody } from '../http/query-body-merge.ts';
import { versionRules } from '../http/read-back.ts';
import type { Exchange, Headers, Middleware } from './exchange.ts';
import { readBody } from './read-body.ts';

/**
 * Reads and validates the whole request by its contract; one refusal (400) lists every violation.
 */
export const readInput = <C extends Contract>(contract: C, validate: Validate, rules: Rules<C> = () => []): Middleware => ({
  before: ({ event }) => {
    const raw = readQuery(event.rawQueryString);
    const paging = readPaging(contract.query, raw.values);
    const query = withCanonicalIds(contract.query, coerce(querySchema(contract), paging.values));
    const path = coerce(contract.params, (event.pathParameters ?? {}) as Readonly<Record<string, string>>);
    const header = headersOf(event, contract);
    const merged = bodyOf(event, contract, query);
    const input = { params: path, query, header, body: merged.part.body };
    const violations = [
      ...raw.violations,
      ...paging.violations,
      ...merged.violations,
      ...check({ path, query, header, ...merged.part }, validate, merged.fromQuery)
        .map(namedAsGiven(paging))
        .map(hintAtPlus(raw.values)),
      ...(contract.body?.properties.version ? versionRules(input.body, header) : []),
      ...(isObject(input.body) || !contract.body ? rules(input as unknown as Input<C>, event.caller as Caller) : []),
    ];
    if (violations.length > 0) throw invalid(violations);
    event.input = input;
  },
});

interface BodyPart {
  readonly part: { readonly body?: unknown };
  readonly violations: readonly Violation[];
  readonly fromQuery: ReadonlySet<string>;
}

const bodyOf = (event: Exchange, contract: Contract, query: Values): BodyPart => {
  const body = contract.body && withCanonicalIds(contract.body, coerceBody(contract.body, readBody(event), creationOf(contract)));
  const alone = { part: body === undefined ? {} : { body }, violations: [], fromQuery: new Set<string>() };
  if (!contract.queryTwins || !contract.query || Object.keys(query).length === 0) return alone;
  const merged = mergeQueryAndBody(contract.query, query, body === undefined ? {} : body);
  return { ...merged, part: { body: merged.body } };
};

/** A merge patch removes what is null; nothing else has anything to remove. */
const creationOf = ({ method }: Contract) => ({ nullIsAbsent: method !== 'PATCH' });

const headersOf = ({ headers }: Exchange, contract: Contract): Headers => {
  const read = Object.keys(headerSchema(contract).properties).filter((name) => headers[name] !== undefined);
  return Object.fromEntries(read.map((name) => [name, headers[name]]));
};

// A query parameter that was merged into the body is validated as a parameter by the same schema,
// and not again as a body field.
const check = (input: object, validate: Validate, fromQuery: ReadonlySet<string>): readonly Violation[] =>
  validate(input) ? [] : violationsOf(validate).filter(({ in: part, pointer }) => part !== 'body' || !fromQuery.has(pointer));
