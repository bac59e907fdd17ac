import { Aws, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Grant, type Role } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { codeOf } from '../base/code-of.ts';
import { ServiceRole } from '../base/service-role.ts';
import type { ReadableSecret } from '../identity/operator-secret.ts';

const ID = 'TenantryTenants';

/**
 * The function behind the tenants of a stack, and the provider framework of the CDK, which answers
 * CloudFormation for it. The function may read the credentials, and write its log.
 */
class TenantProvider extends Construct {
  readonly serviceToken: string;
  private readonly lambda: LambdaFunction;
  private readonly readable = new Set<ReadableSecret>();

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Log', { retention: RetentionDays.THREE_MONTHS, removalPolicy: RemovalPolicy.DESTROY });
    // Without roles of ours, the framework's would have a policy that writes every log.
    const [role, frameworkRole] = ['Role', 'FrameworkRole'].map((name) => roleWithLog(this, name, logGroup)) as [Role, Role];
    this.lambda = new LambdaFunction(this, 'Function', {
      description: 'Makes tenants of Tenantry what this stack declares',
      code: codeOf(this, 'tenants-as-code/on-event'),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 512,
      timeout: Duration.minutes(5),
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: { INSTALLATION: Aws.STACK_NAME },
    });
    this.serviceToken = new Provider(this, 'Provider', {
      onEventHandler: this.lambda,
      frameworkOnEventRole: frameworkRole,
      logGroup,
    }).serviceToken;
  }

  /** Lets the function read credentials. */
  grantRead(secret: ReadableSecret): void {
    if (this.readable.has(secret)) return;
    this.readable.add(secret);
    secret.grantRead(this.lambda);
  }
}

const roleWithLog = (scope: Construct, id: string, { logGroupArn }: LogGroup): Role => {
  const role = new ServiceRole(scope, id, 'lambda');
  Grant.addToPrincipal({ grantee: role, actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resourceArns: [logGroupArn] });
  return role;
};

/** Returns the one provider of a stack, which its first tenant makes. */
export const providerOf = (scope: Construct): TenantProvider => {
  const stack = Stack.of(scope);
  return (stack.node.tryFindChild(ID) as TenantProvider | undefined) ?? new TenantProvider(stack, ID);
};
