import { type Finding, fail, ok, warn } from '../finding.ts';
import { type Installation, stackNames } from './installation.ts';

// Each ends with _COMPLETE, and yet nothing runs.
const NOTHING_RUNS = new Set(['ROLLBACK_COMPLETE', 'DELETE_COMPLETE', 'IMPORT_ROLLBACK_COMPLETE']);

/** Checks that both stacks are deployed and that their last deployment succeeded. */
export const checkStacks = ({ stacks }: Installation): Finding => {
  const seen = stacks.map(({ name, status }) => `${name} ${status}`).join(', ');
  const isBroken = (status: string) => !/_(COMPLETE|IN_PROGRESS)$/.test(status) || NOTHING_RUNS.has(status);
  if (stacks.some(({ status }) => isBroken(status)))
    return fail(seen, 'Read the events of the stack in CloudFormation, fix the cause and deploy again.');
  if (stacks.some(({ status }) => status.endsWith('_IN_PROGRESS')))
    return warn(seen, 'A deployment is under way: run the doctor again when it has ended.');
  if (stacks.some(({ status }) => status.includes('ROLLBACK')))
    return warn(seen, 'The last deployment was rolled back: read the events of the stack.');
  return ok(seen);
};

/** Returns a failure if the error says that the stacks do not exist. */
export const explainMissingStacks = (error: unknown, id: string, region: string): Finding | undefined =>
  error instanceof Error && /does not exist/.test(error.message)
    ? fail(
        `there is no ${stackNames(id).join(' and ')} in ${region}`,
        'Check --stage, --name and --region, or deploy: npx cdk deploy --all -c stage=<stage>.',
      )
    : undefined;
