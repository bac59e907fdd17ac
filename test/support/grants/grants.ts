import { arnPattern } from '@tenantry/cdk-local/iam/arn';
import type { Denial } from '@tenantry/cdk-local/iam/decision';
import type { Grant } from '@tenantry/cdk-local/iam/grants';
import { wildcard } from '@tenantry/cdk-local/iam/wildcard';
import type { RunningSystem } from '../journey-runtime.ts';

/**
 * A run that an earlier attempt began, and that Lambda tries again, may do in its place what this
 * one is refused: once, not time after time.
 */
const ATTEMPTS = 3;

/**
 * Something that works when everything is granted, and can be tried again and again: an attempt
 * that fails leaves nothing behind that the next would miss.
 */
export interface Scenario {
  /**
   * What the names begin with of the roles and policies whose grants it needs, such as
   * `PartnersCreate`.
   */
  readonly of: string;
  readonly name: string;
  /** Does it, and says whether it worked. */
  readonly act: () => Promise<boolean>;
}

/** Whose grants a group of scenarios has to need, all of them. */
export const ownedBy = (of: string, grants: readonly Grant[]): readonly Grant[] =>
  grants.filter(({ owner }) => owner.replace(/^Tenantry-local-\w+[-/]/, '').startsWith(of));

/** How a grant is called in a sentence. */
export const describeGrant = ({ owner, action, resource, partition }: Grant): string =>
  `${owner}: ${action} on ${resource}${partition === undefined ? '' : ` in ${partition}`}`;

/** Finds what is wrong with the grants that scenarios of one owner should need, in sentences. */
export type Proof = (system: RunningSystem, scenarios: readonly Scenario[]) => Promise<readonly string[]>;

// A function that is slow on a busy machine may have been too slow.
const isDone = async (scenario: Scenario, attempts = ATTEMPTS): Promise<boolean> =>
  (await scenario.act().catch(() => false)) || (attempts > 1 && isDone(scenario, attempts - 1));

const brokenAt = ({ of, name }: Scenario, when: string, { denials }: RunningSystem): string =>
  `${of} ${name}: does not work ${when}; ${denials.at(-1)?.message}`;

/**
 * Shows of every grant of one owner that it is needed: in one of its scenarios there is a request
 * that nothing else allows.
 */
export const findUnneeded: Proof = async (system, scenarios) => {
  const { iam } = system.runtime;
  const faults: string[] = [];
  const stop = iam.watch();
  for (const scenario of scenarios) if (!(await isDone(scenario))) faults.push(brokenAt(scenario, 'with every grant', system));
  // A request may be answered before all that it began is over.
  await system.runtime.idle();
  const { needed } = stop();
  const grants = ownedBy(scenarios[0]?.of ?? '', iam.grants());
  return [...faults, ...grants.filter((grant) => !needed(grant)).map((grant) => `${describeGrant(grant)}: no scenario needs it`)];
};

/**
 * Shows of every grant of one owner that it is missed: a scenario that uses it fails while it is
 * withheld, and the denial names it; afterwards all of them work again.
 */
export const findUnmissed: Proof = async (system, scenarios) => {
  const { runtime, denials } = system;
  const { iam } = runtime;
  const faults: string[] = [];
  const uses: { readonly scenario: Scenario; readonly used: (grant: Grant) => boolean }[] = [];
  for (const scenario of scenarios) {
    const stop = iam.watch();
    if (!(await isDone(scenario))) faults.push(brokenAt(scenario, 'with every grant', system));
    uses.push({ scenario, used: stop().used });
  }
  for (const grant of ownedBy(scenarios[0]?.of ?? '', iam.grants())) {
    const doubts = [`${describeGrant(grant)}: no scenario uses it`];
    // What goes on by itself may use a grant while another scenario acts, which does not need it.
    for (const { scenario, used } of uses) {
      if (!used(grant) || doubts.length === 0) continue;
      const doubt = await withoutGrant(grant, scenario);
      if (doubt === undefined) doubts.splice(0);
      else doubts.push(doubt);
    }
    faults.push(...doubts.slice(-1));
  }
  for (const scenario of scenarios) if (!(await isDone(scenario))) faults.push(brokenAt(scenario, 'with every grant again', system));
  return faults;

  async function withoutGrant(grant: Grant, scenario: Scenario, attempts = ATTEMPTS): Promise<string | undefined> {
    const before = denials.length;
    const giveBack = iam.withhold(grant);
    const worked = await scenario.act().catch(String).finally(giveBack);
    const named = denials.slice(before).some((denial) => names(denial, grant));
    if (worked === false) return named ? undefined : `${describeGrant(grant)}: ${scenario.name} fails without it, but nothing says so`;
    if (worked !== true) return `${describeGrant(grant)}: ${scenario.name} ends with ${worked}`;
    return attempts > 1 ? withoutGrant(grant, scenario, attempts - 1) : `${describeGrant(grant)}: ${scenario.name} works without it`;
  }
};

/** Whether a denial is of what a grant would have allowed. */
export const names = ({ principal, action, resource, partitions = [] }: Denial, grant: Grant): boolean =>
  isAbout(principal, grant) &&
  wildcard(grant.action, { ignoreCase: true })(action) &&
  arnPattern(grant.resource)(resource) &&
  (grant.partition === undefined || partitions.some(wildcard(grant.partition)));

/** A role is denied in its own name, a service by the policy of the resource. */
const isAbout = (principal: string, { owner }: Grant): boolean => !principal.includes(':assumed-role/') || principal.includes(`/${owner}/`);
