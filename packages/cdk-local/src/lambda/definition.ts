import { devNull } from 'node:os';
import type { SessionCredentials } from '../iam/sessions.ts';
import type { AwsEnvironment } from '../template/environment.ts';
import type { Resource } from '../template/model.ts';

/** A function as the template describes it. */
export interface FunctionDefinition {
  readonly name: string;
  readonly arn: string;
  /** Absolute directory of the bundled asset. */
  readonly directory: string;
  readonly handler: string;
  readonly runtime: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** `ReservedConcurrentExecutions`, when set. */
  readonly concurrency?: number;
  /** The role that its code has. */
  readonly roleArn: string;
  readonly logGroup: string;
  readonly environment: Readonly<Record<string, string>>;
}

type TemplateFunction = {
  readonly Code?: { readonly S3Key?: string };
  readonly Handler?: string;
  readonly Runtime?: string;
  readonly MemorySize?: number;
  readonly Timeout?: number;
  readonly ReservedConcurrentExecutions?: number;
  readonly Role?: string;
  readonly LoggingConfig?: { readonly LogGroup?: string };
  readonly Environment?: { readonly Variables?: Readonly<Record<string, unknown>> };
};

/**
 * Reads `AWS::Lambda::Function` with Lambda's defaults (128 MB, 3 s); throws when its code is not
 * an asset of the assembly.
 */
export const functionDefinition = (resource: Resource): FunctionDefinition => {
  const properties = resource.properties() as TemplateFunction;
  const { ref: name, attributes } = resource.reference();
  return {
    name,
    arn: attributes.Arn ?? name,
    directory: assetDirectory(resource, properties.Code?.S3Key),
    handler: properties.Handler ?? 'index.handler',
    runtime: properties.Runtime ?? 'nodejs24.x',
    memoryMb: Number(properties.MemorySize ?? 128),
    timeoutSeconds: Number(properties.Timeout ?? 3),
    ...(properties.ReservedConcurrentExecutions === undefined ? {} : { concurrency: Number(properties.ReservedConcurrentExecutions) }),
    roleArn: properties.Role ?? '',
    logGroup: properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
    // Read again by each worker that starts: a custom resource may have got its id meanwhile.
    get environment() {
      return variablesOf(resource.properties());
    },
  };
};

const variablesOf = ({ Environment }: TemplateFunction): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(Environment?.Variables ?? {}).map(([key, value]) => [key, String(value)]));

/** The one stream of each log group. */
export const LOG_STREAM = 'local/[$LATEST]';

/**
 * Every variable of a function's process: nothing is inherited from the runtime's own environment.
 */
export const processEnvironment = (
  definition: FunctionDefinition,
  { region }: AwsEnvironment,
  credentials: SessionCredentials,
  overrides: Readonly<Record<string, string>>,
): Record<string, string> => {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${definition.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: definition.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: LOG_STREAM,
    ...credentials,
    // The SDK would otherwise read the profile of the person who runs this.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    LAMBDA_TASK_ROOT: definition.directory,
    _HANDLER: definition.handler,
    TZ: ':UTC',
    ...definition.environment,
    ...overrides,
  };
};

const assetDirectory = ({ assets, path }: Resource, key: string | undefined): string => {
  const directory = key && assets.get(key.replace(/^.*\//, '').replace(/\.zip$/, ''));
  if (!directory) throw new Error(`${path}: its code is not an asset of the cloud assembly; inline code and images are not run locally`);
  return directory;
};
