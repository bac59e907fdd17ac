import type {
  ListTargetsByRuleRequest,
  ListTargetsByRuleResponse,
  PutTargetsRequest,
  PutTargetsResponse,
  RemoveTargetsRequest,
  RemoveTargetsResponse,
  Target,
} from '@aws-sdk/client-eventbridge';
import { quotaReached, validationError } from '../base/aws-error.ts';
import { page, required } from './input-checks.ts';
import { isJsonPath } from './json-path.ts';
import type { Registry } from './resources.ts';
import { findRule } from './rules.ts';

const checkInput = (target: Target): void => {
  const given = [target.Input, target.InputPath, target.InputTransformer].filter((value) => value !== undefined);
  if (given.length > 1)
    throw validationError(`Only one of Input, InputPath, or InputTransformer must be provided for target ${target.Id}.`);
  const paths = [target.InputPath ?? '$', ...Object.values(target.InputTransformer?.InputPathsMap ?? {})];
  const wrong = paths.find((path) => !isJsonPath(path));
  if (wrong !== undefined) throw validationError(`Invalid JSON path ${wrong} for target ${target.Id}.`);
};

const check = (target: Target): Target => {
  const arn = required(target.Arn, 'targets.member.arn');
  checkInput(target);
  if (arn.includes(':api-destination/') && !target.RoleArn) throw validationError(`RoleArn is required for target ${arn}.`);
  return target;
};

/** The control plane of targets, with AWS's inputs, outputs, errors and quota of targets a rule. */
export const targetActions = (registry: Registry) => ({
  putTargets(input: PutTargetsRequest): PutTargetsResponse {
    const { targetsPerRule } = registry.quotas;
    const { targets } = findRule(registry, input.Rule, input.EventBusName);
    const given = (input.Targets ?? []).map(check);
    if (new Set([...targets.keys(), ...given.map((target) => target.Id)]).size > targetsPerRule)
      throw quotaReached(targetsPerRule, 'targets a rule');
    for (const target of given) targets.set(target.Id ?? '', target);
    return { FailedEntryCount: 0, FailedEntries: [] };
  },

  removeTargets(input: RemoveTargetsRequest): RemoveTargetsResponse {
    const { targets } = findRule(registry, input.Rule, input.EventBusName);
    for (const id of input.Ids ?? []) targets.delete(id);
    return { FailedEntryCount: 0, FailedEntries: [] };
  },

  listTargetsByRule(input: ListTargetsByRuleRequest): ListTargetsByRuleResponse {
    const { targets } = findRule(registry, input.Rule, input.EventBusName);
    const { items, ...rest } = page([...targets.values()], input);
    return { Targets: items, ...rest };
  },
});
