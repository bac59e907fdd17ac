import { type FunctionConfiguration, GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { drain } from '../../shared/pool.ts';
import { type Finding, fail, joinFirst, ok, pluralize, warn } from '../finding.ts';
import type { DeployedResource } from './installation.ts';

/** A function as Lambda describes it. */
export interface DeployedFunction extends FunctionConfiguration {
  readonly logicalId: string;
}

// GetFunctionConfiguration takes 15 calls a second for an account; the SDK waits and asks again
// when it is refused.
const AT_ONCE = 5;

/** Reads the configuration of all functions. */
export const readFunctions = async (client: LambdaClient, functions: readonly DeployedResource[]): Promise<readonly DeployedFunction[]> => {
  const found: DeployedFunction[] = [];
  await drain(
    functions.values(),
    AT_ONCE,
    async ({ logicalId, physicalId: FunctionName }) => {
      found.push({ ...(await client.send(new GetFunctionConfigurationCommand({ FunctionName }))), logicalId });
    },
    new AbortController(),
  );
  return found;
};

/** Finds the value of an environment variable of any of the functions. */
export const findSetting = (functions: readonly DeployedFunction[], name: string): string | undefined =>
  functions.map(({ Environment }) => Environment?.Variables?.[name]).find((value) => value !== undefined);

// Lambda's developer guide, "Lambda runtimes": supported in November 2026.
const CURRENT = new Set(['nodejs22.x', 'nodejs24.x']);

/** Checks that all functions can run, on a runtime that AWS still patches. */
export const checkFunctions = (functions: readonly DeployedFunction[]): Finding => {
  const broken = functions.filter(({ State, LastUpdateStatus }) => (State ?? 'Active') !== 'Active' || LastUpdateStatus === 'Failed');
  if (broken.length > 0) {
    const names = broken.map(({ logicalId, State, LastUpdateStatus }) => `${logicalId} is ${State}, its last update ${LastUpdateStatus}`);
    return fail(joinFirst(names), 'Deploy the Api stack again; a function that was idle for weeks wakes up at its next call.');
  }
  const old = functions.filter(({ Runtime = '' }) => !CURRENT.has(Runtime));
  if (old.length > 0)
    return warn(
      joinFirst(old.map(({ logicalId, Runtime }) => `${logicalId} runs on ${Runtime}`)),
      'Deploy a version that runs on a current one.',
    );
  return ok(`${pluralize(functions.length, 'function')} active on ${[...new Set(functions.map(({ Runtime }) => Runtime))].join(', ')}`);
};
