import { type AddToPrincipalPolicyResult, PolicyDocument, type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/**
 * A role that a service assumes, with its rights in itself and not in a policy beside it: CloudFormation makes both at once, so whatever assumes
 * the role finds its rights, and a stack of hundreds of resources has one fewer for each role.
 */
export class ServiceRole extends Role {
  private readonly rights: PolicyDocument;

  /** @param service Its name, such as `lambda`. */
  constructor(scope: Construct, id: string, service: string) {
    const rights = new PolicyDocument();
    super(scope, id, { assumedBy: new ServicePrincipal(`${service}.amazonaws.com`), inlinePolicies: { Rights: rights } });
    this.rights = rights;
  }

  override addToPrincipalPolicy(statement: PolicyStatement): AddToPrincipalPolicyResult {
    this.rights.addStatements(statement);
    return { statementAdded: true, policyDependable: this };
  }
}
