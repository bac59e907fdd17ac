import type { Model, Resource } from '../template/model.ts';
import type { Refuse } from '../template/read-each.ts';
import { awsManagedPolicy } from './aws-managed-policies.ts';
import { compilePolicy, type Statement } from './statement.ts';

/** A role with everything that its policies say. */
export interface Role {
  readonly arn: string;
  readonly statements: readonly Statement[];
  readonly boundary: readonly Statement[] | undefined;
  /** The statements on who may assume it. */
  readonly trust: readonly Statement[];
}

interface RoleProperties {
  readonly AssumeRolePolicyDocument?: object;
  readonly Policies?: readonly { readonly PolicyDocument: object }[];
  readonly ManagedPolicyArns?: readonly string[];
  readonly PermissionsBoundary?: string;
}

interface PolicyProperties {
  readonly PolicyDocument: object;
  readonly Roles?: readonly string[];
  readonly RoleName?: string;
}

const POLICIES = ['AWS::IAM::Policy', 'AWS::IAM::RolePolicy', 'AWS::IAM::ManagedPolicy'];

/**
 * Compiles the roles of the template; one whose policies cannot be evaluated is refused and may do
 * nothing, for they might deny.
 */
export const readRoles = (model: Model, refuse: Refuse): readonly Role[] => {
  const policies = model.ofType(...POLICIES).map((resource) => ({ resource, ...(resource.properties() as unknown as PolicyProperties) }));
  const attachedTo = (name: string) =>
    policies.filter(({ Roles = [], RoleName }) => Roles.includes(name) || RoleName === name).map((policy) => policy.PolicyDocument);
  return model.ofType('AWS::IAM::Role').map((resource) => {
    const { arn, name } = identityOf(resource);
    try {
      return roleOf(arn, resource, attachedTo(name), managedPolicies(model));
    } catch (error) {
      refuse(resource, error);
      return { arn, statements: [], boundary: [], trust: [] };
    }
  });
};

const identityOf = (resource: Resource) => {
  const { ref, attributes } = resource.reference();
  return { name: ref, arn: attributes.Arn ?? ref };
};

const roleOf = (arn: string, resource: Resource, attached: readonly object[], managed: Managed): Role => {
  const { AssumeRolePolicyDocument, Policies = [], ManagedPolicyArns = [], PermissionsBoundary } = resource.properties() as RoleProperties;
  // One of the account's own is not known here, and a warning says so.
  const boundary = PermissionsBoundary === undefined ? undefined : managed(PermissionsBoundary);
  const documents = [
    ...Policies.map(({ PolicyDocument }) => PolicyDocument),
    ...ManagedPolicyArns.map((name) => required(name, managed)),
    ...attached,
  ];
  return {
    arn,
    statements: documents.flatMap(compilePolicy),
    boundary: boundary && compilePolicy(boundary),
    // It speaks of the role itself, without naming it.
    trust: compilePolicy(withResource(AssumeRolePolicyDocument ?? { Version: '2012-10-17' }, arn)),
  };
};

const withResource = (document: object, arn: string): object => {
  const { Statement = [] } = document as { readonly Statement?: object | readonly object[] };
  return { ...document, Statement: [Statement].flat().map((statement) => ({ ...statement, Resource: arn })) };
};

type Managed = (arn: string) => object | undefined;

const required = (arn: string, managed: Managed): object => {
  const found = managed(arn) ?? awsManagedPolicy(arn);
  if (found === undefined) throw new Error(`the policy ${arn} is not in the template, so nobody is allowed anything by this role`);
  return found;
};

const managedPolicies = (model: Model): Managed => {
  const byArn = new Map(
    model
      .ofType('AWS::IAM::ManagedPolicy')
      .map((resource) => [resource.reference().ref, resource.properties() as unknown as PolicyProperties]),
  );
  return (arn) => byArn.get(arn)?.PolicyDocument;
};
