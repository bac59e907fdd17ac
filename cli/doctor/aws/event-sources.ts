import { GetEventSourceMappingCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { counted, type Finding, fail, listed, ok, runbook, warn } from '../finding.ts';
import type { DeployedResource } from './installation.ts';

// What a mapping says that has nothing to complain of, or has not had anything to hand over yet.
const WELL = /^(OK|No records processed)\b/i;

/** Stream and queues are handed to their functions, and the last batch was taken. */
export const checkEventSources = async (client: LambdaClient, mappings: readonly DeployedResource[]): Promise<Finding> => {
  const found = await Promise.all(
    mappings.map(async ({ logicalId, physicalId: UUID }) => {
      const { State = 'unknown', LastProcessingResult: last } = await client.send(new GetEventSourceMappingCommand({ UUID }));
      return { logicalId, State, last };
    }),
  );
  const off = found.filter(({ State }) => State !== 'Enabled');
  if (off.length > 0)
    return fail(
      listed(off.map(({ logicalId, State }) => `${logicalId} is ${State}`)),
      'Enable it, or deploy the Api stack again.',
      runbook('publisher-lag'),
    );
  const failing = found.filter(({ last }) => last !== undefined && !WELL.test(last));
  if (failing.length > 0)
    return warn(
      listed(failing.map(({ logicalId, last }) => `${logicalId}: ${last}`)),
      'Read the log of the function.',
      runbook('publisher-errors'),
    );
  return ok(`${counted(found.length, 'mapping')} enabled`);
};
