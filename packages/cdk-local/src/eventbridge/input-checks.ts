import { validationError } from '../base/aws-error.ts';

/**
 * The value of a required member; throws AWS's `ValidationException` naming `member` when it is
 * absent or empty.
 */
export const required = (value: string | undefined, member: string): string => {
  if (typeof value === 'string' && value !== '') return value;
  throw validationError(`1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must not be null`);
};

/**
 * A timestamp of an input: the wire carries seconds since the epoch where the SDK's type says
 * `Date`.
 */
export const wireDate = (time: Date | number | undefined): Date | undefined => (typeof time === 'number' ? new Date(time * 1000) : time);

type PageRequest = { readonly Limit?: number | undefined; readonly NextToken?: string | undefined };

/**
 * One page (default and most 100 items) of a list, with the opaque token of the next; throws
 * `ValidationException` for a foreign token.
 */
export const page = <Item>(items: readonly Item[], { Limit = 100, NextToken }: PageRequest): { items: Item[]; NextToken?: string } => {
  const start = NextToken === undefined ? 0 : Number(Buffer.from(NextToken, 'base64url').toString());
  if (!Number.isInteger(start) || Limit < 1 || Limit > 100)
    throw validationError('Limit must be 1–100 and NextToken one that was given out.');
  const end = start + Limit;
  const rest = end < items.length ? { NextToken: Buffer.from(String(end)).toString('base64url') } : {};
  return { items: items.slice(start, end), ...rest };
};
