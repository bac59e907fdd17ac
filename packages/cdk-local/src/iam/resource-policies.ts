import type { Model, Resource } from '../template/model.ts';
import { type Refuse, readEach } from '../template/read-each.ts';
import { compilePolicy, compileStatement, type Statement } from './statement.ts';

/** A policy that is attached to resources. */
export interface ResourcePolicy {
  /** The resource that it belongs to, as `<stack>/<logical id>`. */
  readonly path: string;
  readonly resourceArns: readonly string[];
  readonly statements: readonly Statement[];
}

/**
 * Compiles the policies of queues and the permissions of functions; one that cannot be evaluated is
 * refused, and its resource allows nothing.
 */
export const readResourcePolicies = (model: Model, refuse: Refuse): readonly ResourcePolicy[] => {
  const { region, account } = model.environment;
  const arnOf = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;
  const queueArn = (url: string): string => arnOf('sqs', url.slice(url.lastIndexOf('/') + 1));
  const functionArn = (name: string): string => (name.startsWith('arn:') ? name : arnOf('lambda', `function:${name}`));
  return [
    ...readEach(model.ofType('AWS::SQS::QueuePolicy'), (resource) => queuePolicy(resource, queueArn), refuse),
    ...readEach(model.ofType('AWS::Lambda::Permission'), (resource) => permission(resource, functionArn), refuse),
  ];
};

const queuePolicy = (resource: Resource, arnOf: (url: string) => string): ResourcePolicy => {
  const { Queues, PolicyDocument } = resource.properties() as { readonly Queues: readonly string[]; readonly PolicyDocument: object };
  return { path: resource.path, resourceArns: Queues.map(arnOf), statements: compilePolicy(PolicyDocument) };
};

interface PermissionProperties {
  readonly Action: string;
  readonly FunctionName: string;
  readonly Principal: string;
  readonly SourceArn?: string;
  readonly SourceAccount?: string;
}

/**
 * A permission stands for a statement of the function's policy (Lambda API reference,
 * AddPermission).
 */
const permission = (resource: Resource, arnOf: (name: string) => string): ResourcePolicy => {
  const { Action, FunctionName, Principal, SourceArn, SourceAccount, ...others } = resource.properties() as unknown as PermissionProperties;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new Error(`the property ${unknown} of a permission is not evaluated locally`);
  const arn = arnOf(FunctionName);
  const statement = compileStatement({
    ...{ Effect: 'Allow', Action, Resource: arn },
    Principal: Principal.endsWith('.amazonaws.com') ? { Service: Principal } : { AWS: Principal },
    Condition: {
      ...(SourceArn === undefined ? {} : { ArnLike: { 'aws:SourceArn': SourceArn } }),
      ...(SourceAccount === undefined ? {} : { StringEquals: { 'aws:SourceAccount': SourceAccount } }),
    },
  });
  return { path: resource.path, resourceArns: [arn], statements: [statement] };
};
