import { DescribeArchiveCommand, DescribeEventBusCommand, DescribeRuleCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { type Finding, fail, joinFirst, ok, pluralize } from '../finding.ts';
import type { DeployedResource, Installation } from './installation.ts';

const DEPLOY = 'Deploy the stack again.';

/** Checks that the bus exists and that its archive is enabled. */
export const checkBus = async (client: EventBridgeClient, { outputs }: Installation): Promise<Finding> => {
  const { EventBusName: Name = '', EventArchiveName: ArchiveName } = outputs;
  await client.send(new DescribeEventBusCommand({ Name }));
  if (ArchiveName === undefined) return ok(`${Name}, without an archive`);
  const { State, RetentionDays } = await client.send(new DescribeArchiveCommand({ ArchiveName }));
  if (State !== 'ENABLED' && State !== 'UPDATING') return fail(`the archive is ${State}`, DEPLOY);
  return ok(`${Name}, archived for ${RetentionDays} days`);
};

/**
 * Returns the name and the bus of a rule of the stacks; a rule of a custom bus has the id
 * `<bus>|<rule>`.
 */
export const parseRuleId = ({ physicalId }: DeployedResource): { readonly Name: string; readonly EventBusName?: string } => {
  const [first = '', second] = physicalId.split('|');
  return second === undefined ? { Name: first } : { Name: second, EventBusName: first.slice(first.lastIndexOf('/') + 1) };
};

// Not every tool that deploys says the bus in the id: then it is the default one, or else the
// installation's.
const readRuleState = async (
  client: EventBridgeClient,
  rule: ReturnType<typeof parseRuleId>,
  bus: string | undefined,
): Promise<string | undefined> => {
  try {
    return (await client.send(new DescribeRuleCommand(rule))).State;
  } catch (error) {
    const isElsewhere = error instanceof Error && error.name === 'ResourceNotFoundException' && rule.EventBusName === undefined;
    if (!isElsewhere || bus === undefined) throw error;
    return (await client.send(new DescribeRuleCommand({ ...rule, EventBusName: bus }))).State;
  }
};

/** The logical id of the rule that runs the canary begins so. */
export const CANARY_SCHEDULE = 'CanarySchedule';

/** Checks that the rules of the stacks are enabled; the canary's rule has its own row. */
export const checkRules = async (client: EventBridgeClient, installation: Installation): Promise<Finding> => {
  const rules = installation.ofType('AWS::Events::Rule').filter(({ logicalId }) => !logicalId.startsWith(CANARY_SCHEDULE));
  const states = await Promise.all(
    rules.map(async (rule) => ({ ...rule, state: await readRuleState(client, parseRuleId(rule), installation.outputs.EventBusName) })),
  );
  const off = states.filter(({ state }) => !state?.startsWith('ENABLED'));
  if (off.length > 0)
    return fail(`off: ${joinFirst(off.map(({ logicalId }) => logicalId))}`, 'Enable it: what it takes is lost meanwhile.');
  return ok(`${pluralize(rules.length, 'rule')} on`);
};
