import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where it is installed. */
export const FOLDER = join(import.meta.dirname, '../../../node_modules/.cache/tenantry-iam-simulate-0.1.173');

const ENTRY = join(FOLDER, 'node_modules/@cloud-copilot/iam-simulate/dist/esm/index.js');

/** Returns what is missing on this machine to ask it, if something is. */
export const missingForSimulate = (): string | undefined =>
  existsSync(ENTRY) ? undefined : 'iam-simulate (node prove/engines/iam-simulate/install.ts)';

/** A request with the documents that decide on it, all of one account. */
export interface Question {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  readonly identity: readonly object[];
  readonly boundary?: readonly object[];
}

// What an organization allows that restricts nothing.
const ALL = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] };
const EVERYTHING = [{ orgIdentifier: 'o-1', policies: [{ name: 'all', policy: ALL }] }];

type Simulate = (simulation: object, options: object) => 'Allowed' | 'ExplicitlyDenied' | 'ImplicitlyDenied';

/**
 * Loads it. It returns whether a request is allowed, without resource-based policies: called like
 * this it does not read them (0.1.173).
 */
export const openSimulate = async (): Promise<(question: Question) => boolean> => {
  const { runUnsafeSimulation } = (await import(pathToFileURL(ENTRY).href)) as { readonly runUnsafeSimulation: Simulate };
  const named = (documents: readonly object[]) => documents.map((policy, index) => ({ name: `policy-${index}`, policy }));
  return ({ principal, action, resource, context, identity, boundary }) => {
    const request = { principal, action, resource: { resource, accountId: '123456789012' }, contextVariables: context };
    const simulation = {
      ...{ request, identityPolicies: named(identity), serviceControlPolicies: EVERYTHING, resourceControlPolicies: EVERYTHING },
      ...(boundary && { permissionBoundaryPolicies: named(boundary) }),
    };
    return runUnsafeSimulation(simulation, {}) === 'Allowed';
  };
};
