import { Duration } from 'aws-cdk-lib';
import { Grant, type IGrantable, type IPrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration/configuration-schema.ts';
import { codeOf } from './code-of.ts';
import { customerKey, type KeyAction, type ServiceName, viaService } from './customer-key.ts';
import type { EntryPoint } from './entry-points.ts';
import { ServiceRole } from './service-role.ts';
import { StructuredLog } from './structured-log.ts';
import { trace } from './tracing.ts';
import { placeInVpc } from './vpc.ts';

interface TenantryFunctionProps {
  /** The file under functions/ that exports `handler`, without its extension. */
  readonly entry: EntryPoint;
  readonly description: string;
  readonly configuration: Configuration;
  readonly environment?: Readonly<Record<string, string>>;
  /** Default: 10 seconds. */
  readonly timeout?: Duration;
  /** The concurrency that is reserved for it, which is also its limit; neither when absent. */
  readonly reserved?: number | undefined;
}

/** One Lambda function with its own log group and its own role, which may only write that log. */
export class TenantryFunction extends Construct implements IGrantable {
  readonly lambda: LambdaFunction;
  readonly grantPrincipal: IPrincipal;
  private readonly configuration: Configuration;

  constructor(scope: Construct, id: string, { entry, description, configuration, environment = {}, ...more }: TenantryFunctionProps) {
    super(scope, id);
    this.configuration = configuration;

    const { logGroup } = new StructuredLog(this, 'Log', { configuration });
    const role = new ServiceRole(this, 'Role', 'lambda');
    // The managed policy that CDK attaches by default may write every log of the account.
    Grant.addToPrincipal({
      grantee: role,
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resourceArns: [logGroup.logGroupArn],
    });

    this.grantPrincipal = role;
    const key = customerKey(this, configuration);
    this.lambda = new LambdaFunction(this, 'Resource', {
      description,
      code: codeOf(this, entry),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 1024,
      timeout: more.timeout ?? Duration.seconds(10),
      ...(more.reserved !== undefined && { reservedConcurrentExecutions: more.reserved }),
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: { INSTALLATION: configuration.installation, ...environment },
      ...(key && { environmentEncryption: key }),
    });
    if (configuration.vpc) placeInVpc(this.lambda, role, configuration.vpc);
    if (configuration.tracing) trace(this.lambda, role);
  }

  addEnvironment(name: string, value: string): void {
    this.lambda.addEnvironment(name, value);
  }

  /** Lets it use the operator's own key, if there is one, for what a service encrypts with it. */
  grantKey(service: ServiceName, ...actions: readonly KeyAction[]): void {
    const { kmsKeyArn } = this.configuration;
    if (kmsKeyArn === undefined) return;
    const conditions = viaService(this, service);
    Grant.addToPrincipal({ grantee: this, actions: actions.map((action) => `kms:${action}`), resourceArns: [kmsKeyArn], conditions });
  }
}
