import { untilAnswerDeadline } from '../base/deadline.ts';
import type { Access } from '../contract/access.ts';
import { authorise } from '../contract/access.ts';
import type { Caller } from '../contract/caller.ts';
import { Refusal } from '../contract/problems.ts';
import type { Exchange, Middleware } from './exchange.ts';

/**
 * Verifies the credentials of one scheme, the text after its name in `Authorization`, of a request
 * from an address.
 */
export type Verify = (credentials: string, sourceIp: string) => Promise<Caller>;

/** The verifiers of a route, by scheme. */
export type Verifiers = Readonly<Partial<Record<'bearer' | 'basic', Verify>>>;

/** Determines the caller (else 401) and its permission (else 403), before the request is read. */
export const authenticate = (access: Exclude<Access, 'public'>, verifiers: () => Verifiers): Middleware => ({
  before: async ({ event }) => {
    const caller = await untilAnswerDeadline(verifyCaller(event, verifiers()));
    authorise(access, caller, event.pathParameters?.resellerId);
    event.caller = caller;
  },
});

const verifyCaller = async ({ headers: { authorization }, requestContext }: Exchange, verifiers: Verifiers): Promise<Caller> => {
  if (authorization === undefined) throw new Refusal('credentials-missing', 'The request has no Authorization header.');
  if (/^(?:bearer|basic) *$/i.test(authorization)) {
    throw new Refusal('credentials-invalid', `The Authorization header holds nothing after the scheme ${authorization.trim()}.`);
  }
  const [, scheme = '', credentials = ''] = /^(\S+) +(\S+) *$/.exec(authorization) ?? [];
  const verify = scheme.toLowerCase() === 'basic' ? verifiers.basic : scheme.toLowerCase() === 'bearer' ? verifiers.bearer : undefined;
  if (!verify) throw new Refusal('credentials-invalid', 'The Authorization header is malformed, or this route does not take its scheme.');
  return verify(credentials, requestContext.http.sourceIp);
};
