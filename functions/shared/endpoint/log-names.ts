import { createHash } from 'node:crypto';
import { isApiUserName } from '../auth/api-user-name.ts';
import type { Caller } from '../contract/caller.ts';

/**
 * Returns the tenant of a request, by the ids of its path, else by its caller: `/resellers/<id>` or
 * `/partners/<id>`.
 */
export const subjectOf = (
  path: string | undefined,
  // Some gateways pass empty parameters.
  parameters: Readonly<Record<string, string | undefined>> | null | undefined,
  caller: Caller | undefined,
): string | undefined => {
  const [resellerId, partnerId] = [parameters?.resellerId, path?.startsWith('/v1/partners/{id}') ? parameters?.id : undefined];
  return placeOf(resellerId, partnerId) ?? placeOf(caller?.resellerId, caller?.partnerId?.toString());
};

const placeOf = (resellerId: string | undefined, partnerId: string | undefined): string | undefined => {
  if (resellerId !== undefined && UUID.test(resellerId)) return `/resellers/${resellerId}`;
  return partnerId !== undefined && INT32.test(partnerId) ? `/partners/${partnerId}` : undefined;
};

// A path may contain anything, and what is no id may be a name.
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const INT32 = /^[1-9]\d{0,9}$/;

/**
 * Returns the caller without a name, because user names and the subjects of tokens may be those of
 * persons. The event log has the name.
 */
export const describeCaller = ({ actor, contactId }: Caller): string => {
  if (contactId !== undefined) return `contact:${contactId}`;
  const [kind = '', ...name] = actor.split(':');
  return kind === 'user' && isApiUserName(name.join(':'))
    ? actor
    : `${kind}:${createHash('sha256').update(name.join(':')).digest('hex').slice(0, 16)}`;
};
