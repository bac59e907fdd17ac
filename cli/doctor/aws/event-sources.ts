import { GetEventSourceMappingCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { type Finding, fail, joinFirst, ok, pluralize, runbook, warn } from '../finding.ts';
import type { DeployedResource } from './installation.ts';

// What a mapping says that has nothing to complain of, or has not had anything to hand over yet.
const HEALTHY = /^(OK|No records processed)\b/i;

/** Checks that the event source mappings are enabled and that their last batches succeeded. */
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
      joinFirst(off.map(({ logicalId, State }) => `${logicalId} is ${State}`)),
      'Enable it, or deploy the Api stack again.',
      runbook('publisher-lag'),
    );
  const failing = found.filter(({ last }) => last !== undefined && !HEALTHY.test(last));
  if (failing.length > 0)
    return warn(
      joinFirst(failing.map(({ logicalId, last }) => `${logicalId}: ${last}`)),
      'Read the log of the function.',
      runbook('publisher-errors'),
    );
  return ok(`${pluralize(found.length, 'mapping')} enabled`);
};
