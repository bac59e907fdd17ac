import { arnPattern } from '@tenantry/cdk-local/iam/arn.ts';
import type { Denial } from '@tenantry/cdk-local/iam/decision.ts';
import type { Grant } from '@tenantry/cdk-local/iam/grants.ts';
import { wildcard } from '@tenantry/cdk-local/iam/wildcard.ts';
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

/**
 * Shows of every grant of one owner that it is needed: a scenario that uses it fails without it,
 * and the denial names it; afterwards all of them work again. What could not be shown is answered
 * in sentences.
 */
export const findUnneeded = async (
  { runtime: { iam }, denials }: RunningSystem,
  scenarios: readonly Scenario[],
): Promise<readonly string[]> => {
  const [{ of } = { of: '' }] = scenarios;
  const grants = ownedBy(of, iam.grants());
  const faults: string[] = [];
  const uses: { readonly scenario: Scenario; readonly used: (grant: Grant) => boolean }[] = [];
  const requireSuccess = async (scenario: Scenario, when: string): Promise<void> => {
    if (!(await scenario.act().catch(() => false)))
      faults.push(`${of} ${scenario.name}: does not work ${when}; ${denials.at(-1)?.message}`);
  };

  for (const scenario of scenarios) {
    const stop = iam.watch();
    await requireSuccess(scenario, 'with every grant');
    uses.push({ scenario, used: stop() });
  }
  for (const grant of grants) {
    const doubts = [`${describeGrant(grant)}: no scenario needs it`];
    // What goes on by itself may use a grant while another scenario acts, which does not need it.
    for (const { scenario, used } of uses) {
      if (!used(grant) || doubts.length === 0) continue;
      const doubt = await withoutGrant(grant, scenario);
      if (doubt === undefined) doubts.splice(0);
      else doubts.push(doubt);
    }
    faults.push(...doubts.slice(-1));
  }
  for (const scenario of scenarios) await requireSuccess(scenario, 'with every grant again');
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
