import { isSameJson } from '../../functions/shared/contract/json.ts';
import type { Resource, Template } from '../infra/installation-template.ts';
import type { ReplacedBy } from './replacements.ts';
import { tableFaults } from './table-rules.ts';

/** The stateful stack of an installation, and what the other stack imports from it. */
export interface StatefulStack {
  readonly stackName: string;
  readonly template: Template;
  /** The names of the exports that the stack of the API imports. */
  readonly imported: readonly string[];
}

/**
 * Lists why an update from one stack to the other loses something, or is refused. Each line names
 * the resource and its property.
 */
export const stackFaults = (before: StatefulStack, after: StatefulStack, replacedBy: ReplacedBy): readonly string[] => [
  ...(before.stackName === after.stackName ? [] : [`the stack ${before.stackName} has another name: ${after.stackName}`]),
  ...Object.entries(before.template.Resources).flatMap(([id, resource]) => {
    const now = after.template.Resources[id];
    if (now?.Type !== resource.Type) return [removed(id, resource, before.template, after.template)];
    return [...policyFaults(resource, now), ...propertyFaults(resource, now, replacedBy)].map((fault) => `${id} (${now.Type}): ${fault}`);
  }),
  ...exportFaults(before, after.template),
];

const removed = (id: string, { Type }: Resource, before: Template, after: Template): string => {
  const others = Object.entries(after.Resources).filter(
    ([other, resource]) => resource.Type === Type && !Object.hasOwn(before.Resources, other),
  );
  const renamed = others.map(([other]) => other).join(', ');
  return renamed === '' ? `${id} (${Type}) is removed` : `${id} (${Type}) is removed, and there is ${renamed}: another logical id`;
};

const POLICIES = ['DeletionPolicy', 'UpdateReplacePolicy'] as const;

const policyFaults = (before: Resource, after: Resource): readonly string[] =>
  POLICIES.flatMap((policy) => {
    const [from = 'Delete', to = 'Delete'] = [before[policy], after[policy]];
    return from !== 'Delete' && to === 'Delete' ? [`${policy} was ${from}`] : [];
  });

const propertyFaults = (before: Resource, after: Resource, replacedBy: ReplacedBy): readonly string[] => {
  // A resource of CloudFormation may have none.
  const [{ Properties: from = {} }, { Properties: to = {} }] = [before, after];
  const replaced = replacedBy(before.Type, from, to).map((path) => `${path} replaces it`);
  return before.Type === 'AWS::DynamoDB::Table' ? [...replaced, ...tableFaults(from, to)] : replaced;
};

/**
 * CloudFormation refuses to remove or change an export while a stack imports it, and the stack of
 * the API is updated after this one.
 */
const exportFaults = ({ template, imported }: StatefulStack, after: Template): readonly string[] =>
  imported.flatMap((name) => {
    const [from, to] = [exported(template, name), exported(after, name)];
    if (to === undefined) return [`the export ${name} is removed while the API imports it`];
    return isSameJson(from ?? null, to) ? [] : [`the export ${name} has another value while the API imports it`];
  });

const exported = ({ Outputs }: Template, name: string): unknown =>
  Object.values(Outputs).find((output) => output?.Export?.Name === name)?.Value;
