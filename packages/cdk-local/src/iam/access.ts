import { AwsError } from '../base/aws-error.ts';
import { recent } from '../base/recent.ts';
import type { Model } from '../template/model.ts';
import type { Refuse } from '../template/read-each.ts';
import { type Denial, decide, type Policies } from './decision.ts';
import { type Grant, grantsOf } from './grants.ts';
import type { Principal } from './principal.ts';
import type { AccessRequest } from './request.ts';
import { type ResourcePolicy, readResourcePolicies } from './resource-policies.ts';
import { type Role, readRoles } from './roles.ts';
import { type Caller, openSessions } from './sessions.ts';
import type { Entry, Statement } from './statement.ts';

interface AccessOptions {
  readonly onDenied: (denial: Denial) => void;
  /** Called once for each denied principal, action and resource; the last 10,000 are remembered. */
  readonly warn: (message: string) => void;
}

/** The IAM of a system: evaluates the policies of its template. */
export type Access = ReturnType<typeof openAccess>;

/** The entries of statements that allowed a request while it watched. */
type Watcher = Readonly<Record<'used' | 'needed', Set<Entry>>>;

/** The context of every request: on AWS it would come over TLS. */
const ALWAYS = { 'aws:securetransport': 'true' };

// Functions can create resources without end.
const MOST_REPORTED = 10_000;

/** Opens an IAM without policies, in which a role or a service may do nothing. */
export const openAccess = ({ onDenied, warn }: AccessOptions) => {
  const roles = new Map<string, Role>();
  const resourceStatements = new Map<string, readonly Statement[]>();
  const policies: ResourcePolicy[] = [];
  const withheld = new Set<Entry>();
  const reported = recent<string, true>(MOST_REPORTED);
  const watchers = new Set<Watcher>();

  const report = (denial: Denial): void => {
    onDenied(denial);
    const message = denial.message + placeOf(denial);
    if (reported.has(message)) return;
    reported.set(message, true);
    warn(message);
  };

  const evaluate = (principal: Principal, request: AccessRequest): Denial | undefined => {
    const role = 'roleArn' in principal ? roles.get(principal.roleArn) : undefined;
    const resource = resourceStatements.get(request.resource) ?? [];
    const byCode = 'functionArn' in principal && principal.functionArn ? { 'lambda:sourcefunctionarn': principal.functionArn } : {};
    const requested = { ...request, context: { ...ALWAYS, ...byCode, ...request.context } };
    return evaluateBy(principal, requested, { identity: role?.statements ?? [], boundary: role?.boundary, resource });
  };

  const evaluateBy = (principal: Principal, request: AccessRequest, policies: Policies): Denial | undefined => {
    const used = new Set<Entry>();
    const denial = decide(principal, request, policies, { without: withheld, onUse: (entry) => used.add(entry) });
    if (watchers.size === 0) return denial;
    const isNeeded = (entry: Entry) => decide(principal, request, policies, { without: new Set([...withheld, entry]) }) !== undefined;
    const needed = denial === undefined ? [...used].filter(isNeeded) : [];
    for (const watcher of watchers) {
      for (const entry of used) watcher.used.add(entry);
      for (const entry of needed) watcher.needed.add(entry);
    }
    return denial;
  };

  /** Returns the first denial among the requests, after reporting it. */
  const refusal = (principal: Principal, requests: readonly AccessRequest[]): Denial | undefined => {
    for (const request of requests) {
      const denial = evaluate(principal, request);
      if (denial === undefined) continue;
      report(denial);
      return denial;
    }
    return undefined;
  };

  return {
    sessions: openSessions(),

    /**
     * Compiles the policies of the template, once its resources have their names; what cannot be
     * evaluated allows nothing and is refused.
     */
    read(model: Model, refuse: Refuse): void {
      for (const role of readRoles(model, refuse)) roles.set(role.arn, role);
      policies.push(...readResourcePolicies(model, refuse));
      for (const { resourceArns, statements } of policies)
        for (const arn of resourceArns) resourceStatements.set(arn, [...(resourceStatements.get(arn) ?? []), ...statements]);
    },

    /** Returns whether all requests of a principal are allowed; the first denial is reported. */
    permits: (principal: Principal, ...requests: readonly AccessRequest[]): boolean => refusal(principal, requests) === undefined,

    /** Requires that all requests of a caller are allowed; throws AWS's `AccessDeniedException`. */
    require(caller: Caller, requests: readonly AccessRequest[]): void {
      const denial = caller === 'administrator' ? undefined : refusal(caller, requests);
      if (denial !== undefined) throw new AwsError('AccessDeniedException', denial.message);
    },

    /** Returns whether a service can assume a role, in the given context. */
    trusts(roleArn: string, service: string, context: AccessRequest['context'] = {}): boolean {
      const request = { action: 'sts:AssumeRole', resource: roleArn, context };
      const denial = evaluateBy({ service }, request, { identity: [], resource: roles.get(roleArn)?.trust ?? [] });
      if (denial !== undefined) report(denial);
      return denial === undefined;
    },

    /** Returns every single grant of the template. */
    grants: (): readonly Grant[] => grantsOf([...roles.values()], policies),

    /**
     * Records the grants that allow something until the returned function is called, which says
     * whether a grant was used, and whether it was needed: nothing else allowed that request.
     */
    watch(): () => Record<'used' | 'needed', (grant: Grant) => boolean> {
      const watcher: Watcher = { used: new Set(), needed: new Set() };
      watchers.add(watcher);
      return () => {
        watchers.delete(watcher);
        return { used: ({ entry }) => watcher.used.has(entry), needed: ({ entry }) => watcher.needed.has(entry) };
      };
    },

    /**
     * Withholds a grant until the returned function is called, as if the template did not have it.
     */
    withhold({ entry }: Grant): () => void {
      withheld.add(entry);
      return () => void withheld.delete(entry);
    },
  };
};

// The partition is enough to fix a policy; the rest of a key may be a person's name.
const placeOf = ({ partitions = [] }: Denial): string => {
  const kinds = [...new Set(partitions.map((key) => key.replace(/#.*/s, '#…')))];
  return kinds.length === 0 ? '' : ` (partition ${kinds.join(', ')})`;
};
