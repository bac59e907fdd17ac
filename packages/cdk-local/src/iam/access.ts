import { AwsError } from '../base/aws-error.ts';
import { recent } from '../base/recent.ts';
import type { Model } from '../template/model.ts';
import type { Refuse } from '../template/read-each.ts';
import { type Denial, decide } from './decision.ts';
import { type Grant, grantsOf } from './grants.ts';
import type { Principal } from './principal.ts';
import type { AccessRequest } from './request.ts';
import { type ResourcePolicy, readResourcePolicies } from './resource-policies.ts';
import { type Role, readRoles } from './roles.ts';
import { type Caller, openSessions } from './sessions.ts';
import type { Entry, Statement } from './statement.ts';

interface AccessOptions {
  readonly onDenied: (denial: Denial) => void;
  /** Told of each principal, action and resource once, as long as it is remembered: the last 10,000 are. */
  readonly warn: (message: string) => void;
}

/** The IAM of a system: who may do what by the policies of its template. */
export type Access = ReturnType<typeof openAccess>;

/** What every request between loopback addresses carries: on AWS it would have come over TLS. */
const ALWAYS = { 'aws:securetransport': 'true' };

// Functions can create resources without end.
const MOST_TOLD = 10_000;

/** Opens an IAM without policies, in which a role or a service may do nothing. */
export const openAccess = ({ onDenied, warn }: AccessOptions) => {
  const roles = new Map<string, Role>();
  const resourceStatements = new Map<string, readonly Statement[]>();
  const policies: ResourcePolicy[] = [];
  const withheld = new Set<Entry>();
  const told = recent<string, true>(MOST_TOLD);
  const watchers = new Set<Set<Entry>>();
  const onUse = (entry: Entry): void => {
    for (const used of watchers) used.add(entry);
  };
  const noting = { without: withheld, onUse };

  const report = (denial: Denial): void => {
    onDenied(denial);
    const message = denial.message + placeOf(denial);
    if (told.has(message)) return;
    told.set(message, true);
    warn(message);
  };

  const decided = (principal: Principal, request: AccessRequest): Denial | undefined => {
    const role = 'roleArn' in principal ? roles.get(principal.roleArn) : undefined;
    const resource = resourceStatements.get(request.resource) ?? [];
    const byCode = 'functionArn' in principal && principal.functionArn ? { 'lambda:sourcefunctionarn': principal.functionArn } : {};
    const asked = { ...request, context: { ...ALWAYS, ...byCode, ...request.context } };
    return decide(principal, asked, { identity: role?.statements ?? [], boundary: role?.boundary, resource }, noting);
  };

  /** The first of the requests that is refused, after it has been reported. */
  const refusal = (principal: Principal, requests: readonly AccessRequest[]): Denial | undefined => {
    for (const request of requests) {
      const denial = decided(principal, request);
      if (denial === undefined) continue;
      report(denial);
      return denial;
    }
    return undefined;
  };

  return {
    sessions: openSessions(),

    /** Compiles the policies of the template, once its resources have their names; what cannot be evaluated allows nothing and is told to `refuse`. */
    read(model: Model, refuse: Refuse): void {
      for (const role of readRoles(model, refuse)) roles.set(role.arn, role);
      policies.push(...readResourcePolicies(model, refuse));
      for (const { resourceArns, statements } of policies)
        for (const arn of resourceArns) resourceStatements.set(arn, [...(resourceStatements.get(arn) ?? []), ...statements]);
    },

    /** Whether a principal may do all of it; the first that is refused is reported. */
    permits: (principal: Principal, ...requests: readonly AccessRequest[]): boolean => refusal(principal, requests) === undefined,

    /** Requires that a caller may do all of it; throws AWS's refusal. */
    require(caller: Caller, requests: readonly AccessRequest[]): void {
      const denial = caller === 'administrator' ? undefined : refusal(caller, requests);
      if (denial !== undefined) throw new AwsError('AccessDeniedException', denial.message);
    },

    /** Whether a service can act as a role: the role trusts it, for what it acts for by the context. */
    trusts(roleArn: string, service: string, context: AccessRequest['context'] = {}): boolean {
      const request = { action: 'sts:AssumeRole', resource: roleArn, context };
      const denial = decide({ service }, request, { identity: [], resource: roles.get(roleArn)?.trust ?? [] }, noting);
      if (denial !== undefined) report(denial);
      return denial === undefined;
    },

    /** Everything that the template allows, entry by entry. */
    grants: (): readonly Grant[] => grantsOf([...roles.values()], policies),

    /** Notes by which grants anything is allowed until the function that it gives is called, which tells whether a grant was among them. */
    watch(): () => (grant: Grant) => boolean {
      const used = new Set<Entry>();
      watchers.add(used);
      return () => {
        watchers.delete(used);
        return ({ entry }) => used.has(entry);
      };
    },

    /** Takes a grant away until the function that it gives is called, as if the template did not have it. */
    withhold({ entry }: Grant): () => void {
      withheld.add(entry);
      return () => void withheld.delete(entry);
    },
  };
};

// What mends a policy is the partition; the rest of a key may be somebody's name.
const placeOf = ({ partitions = [] }: Denial): string => {
  const kinds = [...new Set(partitions.map((key) => key.replace(/#.*/s, '#…')))];
  return kinds.length === 0 ? '' : ` (partition ${kinds.join(', ')})`;
};
