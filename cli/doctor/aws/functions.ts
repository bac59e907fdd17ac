import { type FunctionConfiguration, GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { drain } from '../../shared/pool.ts';
import { counted, type Finding, fail, listed, ok, warn } from '../finding.ts';
import type { DeployedResource } from './installation.ts';

/** A function as Lambda tells of it. */
export interface DeployedFunction extends FunctionConfiguration {
  readonly logicalId: string;
}

// GetFunctionConfiguration takes 15 calls a second for an account; the SDK waits and asks again when it is refused.
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

/** The value of a variable that some function has in its environment. */
export const settingOf = (functions: readonly DeployedFunction[], name: string): string | undefined =>
  functions.map(({ Environment }) => Environment?.Variables?.[name]).find((value) => value !== undefined);

// Lambda's developer guide, "Lambda runtimes": supported in November 2026.
const CURRENT = new Set(['nodejs22.x', 'nodejs24.x']);

/** All functions can run, and on a runtime that AWS still mends. */
export const checkFunctions = (functions: readonly DeployedFunction[]): Finding => {
  const broken = functions.filter(({ State, LastUpdateStatus }) => (State ?? 'Active') !== 'Active' || LastUpdateStatus === 'Failed');
  if (broken.length > 0) {
    const names = broken.map(({ logicalId, State, LastUpdateStatus }) => `${logicalId} is ${State}, its last update ${LastUpdateStatus}`);
    return fail(listed(names), 'Deploy the Api stack again; a function that was idle for weeks wakes up at its next call.');
  }
  const old = functions.filter(({ Runtime = '' }) => !CURRENT.has(Runtime));
  if (old.length > 0)
    return warn(
      listed(old.map(({ logicalId, Runtime }) => `${logicalId} runs on ${Runtime}`)),
      'Deploy a version that runs on a current one.',
    );
  return ok(`${counted(functions.length, 'function')} active on ${[...new Set(functions.map(({ Runtime }) => Runtime))].join(', ')}`);
};
