import { LEADING_KEYS } from './leading-keys.ts';
import { nameOfPrincipal, type Principal } from './principal.ts';
import type { AccessRequest } from './request.ts';
import type { Entry, Statement } from './statement.ts';

/** The policies that decide on what a principal wants to do to a resource. */
export interface Policies {
  readonly identity: readonly Statement[];
  /** The most that the identity's own policies can allow. */
  readonly boundary?: readonly Statement[] | undefined;
  readonly resource: readonly Statement[];
}

/** A denied request, with AWS's message. */
export interface Denial {
  /** The ARN of the session, or the name of the service. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** The partition keys that a request to DynamoDB names. */
  readonly partitions?: readonly string[];
  readonly message: string;
}

interface Options {
  /** Entries of statements that do not count. */
  readonly without?: ReadonlySet<Entry>;
  /** Called with each entry that allowed a request. */
  readonly onUse?: (entry: Entry) => void;
}

const NONE: ReadonlySet<Entry> = new Set();

/**
 * Decides as IAM does within one account: what is denied anywhere is refused; else what the
 * identity's policies allow within their boundary, or the resource's allow to the caller, is
 * allowed (IAM user guide, "Policy evaluation logic"). Undefined means allowed.
 */
export const decide = (
  principal: Principal,
  request: AccessRequest,
  { identity, boundary, resource }: Policies,
  { without = NONE, onUse = () => undefined }: Options = {},
): Denial | undefined => {
  const applies = (effect: Statement['effect'], statements: readonly Statement[] = []): boolean => {
    for (const statement of statements) {
      if (statement.effect !== effect || !statement.appliesTo(principal)) continue;
      const entries = statement.matchingEntries(request, without);
      if (entries === undefined) continue;
      if (effect === 'Allow') entries.forEach(onUse);
      return true;
    }
    return false;
  };
  const refuse = (why: string): Denial => denial(principal, request, why);

  if (applies('Deny', identity)) return refuse('with an explicit deny in an identity-based policy');
  if (applies('Deny', resource)) return refuse('with an explicit deny in a resource-based policy');
  if (applies('Deny', boundary)) return refuse('with an explicit deny in a permissions boundary');
  const kind = 'service' in principal ? 'resource-based' : 'identity-based';
  if (!applies('Allow', resource) && !applies('Allow', identity))
    return refuse(`because no ${kind} policy allows the ${request.action} action`);
  if (boundary && !applies('Allow', boundary)) return refuse(`because no permissions boundary allows the ${request.action} action`);
  return undefined;
};

const denial = (principal: Principal, { action, resource, context = {} }: AccessRequest, why: string): Denial => {
  const name = nameOfPrincipal(principal);
  const partitions = context[LEADING_KEYS];
  const who = 'service' in principal ? name : `User: ${name}`;
  return {
    principal: name,
    action,
    resource,
    ...(partitions !== undefined && { partitions: [partitions].flat() }),
    message: `${who} is not authorized to perform: ${action} on resource: ${resource} ${why}`,
  };
};
