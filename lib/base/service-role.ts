import { Stack } from 'aws-cdk-lib';
import { type AddToPrincipalPolicyResult, PolicyDocument, type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/**
 * A role that a service assumes, with its rights inside instead of in a separate policy.
 * CloudFormation creates both at once, so whatever assumes the role has its rights, and a stack of
 * hundreds of resources has one fewer for each role.
 */
export class ServiceRole extends Role {
  private readonly rights: PolicyDocument;

  /**
   * @param service Its name, such as `lambda`.
   * @param source The resource that the service must act for, as an ARN or a pattern of ARNs of
   *   this account; anything by default.
   */
  constructor(scope: Construct, id: string, service: string, source?: string) {
    const rights = new PolicyDocument();
    const conditions = source === undefined ? {} : { conditions: sourceConditions(scope, source) };
    super(scope, id, { assumedBy: new ServicePrincipal(`${service}.amazonaws.com`, conditions), inlinePolicies: { Rights: rights } });
    this.rights = rights;
  }

  override addToPrincipalPolicy(statement: PolicyStatement): AddToPrincipalPolicyResult {
    this.rights.addStatements(statement);
    return { statementAdded: true, policyDependable: this };
  }
}

/**
 * Returns the conditions that a service acts for this account and source, so that nobody else's
 * resource uses it ("Cross-service confused deputy prevention", IAM user guide).
 */
const sourceConditions = (scope: Construct, source: string) => ({
  StringEquals: { 'aws:SourceAccount': Stack.of(scope).account },
  ArnLike: { 'aws:SourceArn': source },
});
