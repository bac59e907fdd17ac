import {
  DeleteRuleCommand,
  type EventBridgeClient,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  type Target,
} from '@aws-sdk/client-eventbridge';
import { formerRuleOf } from '../../functions/deliveries/endpoint-name.ts';
import type { Bus } from '../../functions/shared/bus.ts';
import { branchOf } from '../../functions/webhooks/rule-pattern.ts';
import type { DescribedRule } from '../redrive/endpoint-rule.ts';

interface FormerRule {
  /** The rule of the endpoint. */
  readonly rule: Pick<DescribedRule, 'name' | 'pattern'>;
  /** The partner whose branch the endpoint is sent. */
  readonly partner: string;
  readonly endpoint: string;
  readonly bus: Bus;
  /** The name of the replay. */
  readonly replay: string;
}

type Client = Pick<EventBridgeClient, 'send'>;

/**
 * Finds the partner whose branch a rule matches by lineage; undefined for the rules of other
 * endpoints.
 */
export const findPartner = (pattern: string): string | undefined => {
  const { detail } = JSON.parse(pattern) as { readonly detail?: { readonly metadata?: { readonly lineage?: readonly string[] } } };
  return detail?.metadata?.lineage?.[0];
};

/**
 * Calls `use` with the ARN of a rule that sends the endpoint those events of one replay that have
 * no lineage, because they were published before there was one. The rule has wildcards, of which a
 * bus takes 30; no other event matches it, and it is removed after.
 */
export const withFormerRule = async <T>(former: FormerRule, client: Client, use: (ruleArn: string) => Promise<T>): Promise<T> => {
  const EventBusName = former.bus.name;
  const Name = formerRuleOf(former.bus, former.endpoint);
  const { Targets = [] } = await client.send(new ListTargetsByRuleCommand({ Rule: former.rule.name, EventBusName }));
  try {
    const Description = 'For one replay; may be deleted when none is running';
    const { RuleArn = '' } = await client.send(
      new PutRuleCommand({ Name, EventBusName, EventPattern: formerPattern(former), Description }),
    );
    const { FailedEntryCount = 0, FailedEntries } = await client.send(new PutTargetsCommand({ Rule: Name, EventBusName, Targets }));
    if (FailedEntryCount > 0) throw new Error(`EventBridge did not take the target of ${Name}: ${FailedEntries?.[0]?.ErrorCode}`);
    return await use(RuleArn);
  } finally {
    await remove(client, { Name, EventBusName }, Targets);
  }
};

const formerPattern = ({ rule, partner, replay }: FormerRule): string =>
  JSON.stringify({
    ...JSON.parse(rule.pattern),
    'replay-name': [replay],
    detail: { metadata: { lineage: [{ exists: false }], tenant: branchOf(partner) } },
  });

const remove = async (
  client: Client,
  { Name, EventBusName }: { readonly Name: string; readonly EventBusName: string },
  targets: readonly Target[],
): Promise<void> => {
  const Ids = targets.map(({ Id = '' }) => Id);
  // Without the rule, putting it failed, and the caller gets that error.
  await client.send(new RemoveTargetsCommand({ Rule: Name, EventBusName, Ids })).catch((error: Error) => {
    if (error.name !== 'ResourceNotFoundException') throw error;
  });
  await client.send(new DeleteRuleCommand({ Name, EventBusName }));
};
