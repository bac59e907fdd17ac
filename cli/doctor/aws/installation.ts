import { type CloudFormationClient, DescribeStacksCommand, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { stackName } from '../../../lib/base/stack-names.ts';
import { toOutputs } from '../../shared/stack-outputs.ts';

/** A stack as CloudFormation describes it. */
export interface DeployedStack {
  readonly name: string;
  readonly status: string;
  readonly outputs: Readonly<Partial<Record<string, string>>>;
  readonly resources: readonly DeployedResource[];
}

export interface DeployedResource {
  readonly type: string;
  readonly logicalId: string;
  /** A name, an address or an id, by what the type answers to `Ref`. */
  readonly physicalId: string;
}

/** The two stacks of an installation. */
export interface Installation {
  /** `<name>-<stage>`, as its metrics and its names begin. */
  readonly id: string;
  readonly stage: string;
  readonly stacks: readonly DeployedStack[];
  readonly outputs: Readonly<Partial<Record<string, string>>>;
  /** Lists the resources of these types in both stacks. */
  ofType(...types: readonly string[]): readonly DeployedResource[];
}

/** Returns the names of an installation's stacks. */
export const stackNames = (id: string): readonly string[] => (['Data', 'Api'] as const).map((part) => stackName(id, part));

/**
 * Reads what is deployed under a name and a stage.
 * @throws as CloudFormation does when a stack is not there
 */
export const readInstallation = async (client: CloudFormationClient, name: string, stage: string): Promise<Installation> => {
  const id = `${name}-${stage}`;
  const stacks = await Promise.all(stackNames(id).map((stack) => readStack(client, stack)));
  const resources = stacks.flatMap((stack) => stack.resources);
  return {
    ...{ id, stage, stacks },
    outputs: Object.assign({}, ...stacks.map(({ outputs }) => outputs)),
    ofType: (...types) => resources.filter(({ type }) => types.includes(type)),
  };
};

const readStack = async (client: CloudFormationClient, name: string): Promise<DeployedStack> => {
  const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
  const resources: DeployedResource[] = [];
  for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName: name })) {
    for (const { ResourceType: type = '', LogicalResourceId: logicalId = '', PhysicalResourceId: physicalId } of StackResourceSummaries) {
      if (physicalId) resources.push({ type, logicalId, physicalId });
    }
  }
  return { name, status: stack?.StackStatus ?? 'unknown', outputs: toOutputs(stack), resources };
};
