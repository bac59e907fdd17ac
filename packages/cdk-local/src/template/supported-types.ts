/** The known properties of a resource type; a warning names any other in the template. */
interface SupportedType {
  /**
   * Property paths that change what the runtime does; a path without members below it covers
   * everything below it.
   */
  readonly used: readonly string[];
  /** Property paths that have nothing to act on locally. */
  readonly ignored: readonly string[];
}

const table: SupportedType = {
  used: [
    'TableName',
    'AttributeDefinitions',
    'KeySchema',
    'GlobalSecondaryIndexes',
    'LocalSecondaryIndexes',
    'StreamSpecification',
    'TimeToLiveSpecification',
  ],
  ignored: [
    'BillingMode',
    'ProvisionedThroughput',
    'OnDemandThroughput',
    'WriteProvisionedThroughputSettings',
    'WriteOnDemandThroughputSettings',
    'WarmThroughput',
    'Replicas',
    'PointInTimeRecoverySpecification',
    'ContributorInsightsSpecification',
    'DeletionProtectionEnabled',
    'SSESpecification',
    'TableClass',
    'ResourcePolicy',
    'Tags',
  ],
};

/** The resource types that the runtime runs, with their known properties. */
export const SUPPORTED_TYPES: Readonly<Record<string, SupportedType>> = {
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::Lambda::Function': {
    used: [
      'FunctionName',
      'Code.S3Bucket',
      'Code.S3Key',
      'Handler',
      'Runtime',
      'MemorySize',
      'Timeout',
      'Environment.Variables',
      'ReservedConcurrentExecutions',
      'Role',
      'LoggingConfig.LogGroup',
    ],
    ignored: [
      'Architectures',
      'Description',
      'LoggingConfig.LogFormat',
      'LoggingConfig.ApplicationLogLevel',
      'LoggingConfig.SystemLogLevel',
      'TracingConfig',
      'EphemeralStorage',
      'KmsKeyArn',
      'VpcConfig',
      'RuntimeManagementConfig',
      'RecursiveLoop',
      'Tags',
    ],
  },
  'AWS::Lambda::EventSourceMapping': {
    used: [
      'EventSourceArn',
      'FunctionName',
      'Enabled',
      'BatchSize',
      'MaximumBatchingWindowInSeconds',
      'FilterCriteria.Filters[].Pattern',
      'FunctionResponseTypes',
      'MaximumRetryAttempts',
      'MaximumRecordAgeInSeconds',
      'BisectBatchOnFunctionError',
      'DestinationConfig.OnFailure.Destination',
      'StartingPosition',
      'ScalingConfig.MaximumConcurrency',
    ],
    // One batch at a time per shard keeps a stricter order than a higher factor promises.
    ignored: ['ParallelizationFactor', 'ProvisionedPollerConfig', 'MetricsConfig', 'KmsKeyArn', 'Tags'],
  },
  'AWS::Lambda::EventInvokeConfig': {
    used: ['FunctionName', 'MaximumRetryAttempts', 'MaximumEventAgeInSeconds', 'DestinationConfig.OnFailure.Destination'],
    ignored: ['Qualifier'],
  },
  'AWS::SES::Template': {
    used: ['Template.TemplateName', 'Template.SubjectPart', 'Template.TextPart', 'Template.HtmlPart'],
    ignored: ['Tags'],
  },
  'AWS::SES::ConfigurationSet': {
    used: ['Name'],
    ignored: ['ReputationOptions', 'DeliveryOptions', 'SendingOptions', 'SuppressionOptions', 'TrackingOptions', 'VdmOptions', 'Tags'],
  },
  'AWS::ApiGatewayV2::Api': {
    used: ['ProtocolType', 'CorsConfiguration'],
    ignored: ['Name', 'Description', 'DisableExecuteApiEndpoint', 'Tags'],
  },
  'AWS::ApiGatewayV2::Route': { used: ['ApiId', 'RouteKey', 'Target'], ignored: ['AuthorizationType', 'OperationName'] },
  'AWS::ApiGatewayV2::Integration': {
    used: ['ApiId', 'IntegrationType', 'IntegrationUri', 'CredentialsArn', 'PayloadFormatVersion', 'TimeoutInMillis', 'ResponseParameters'],
    ignored: ['IntegrationMethod', 'Description'],
  },
  'AWS::ApiGatewayV2::Stage': {
    used: ['ApiId', 'StageName', 'DefaultRouteSettings.ThrottlingBurstLimit', 'DefaultRouteSettings.ThrottlingRateLimit', 'RouteSettings'],
    ignored: ['AutoDeploy', 'AccessLogSettings', 'DefaultRouteSettings.DetailedMetricsEnabled', 'Description', 'Tags'],
  },
  'AWS::SQS::Queue': {
    used: [
      'QueueName',
      'VisibilityTimeout',
      'MessageRetentionPeriod',
      'DelaySeconds',
      'ReceiveMessageWaitTimeSeconds',
      'MaximumMessageSize',
      'RedrivePolicy',
      'RedriveAllowPolicy',
    ],
    ignored: ['SqsManagedSseEnabled', 'KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds', 'Tags'],
  },
  'AWS::Events::EventBus': { used: ['Name'], ignored: ['DeadLetterConfig', 'Description', 'KmsKeyIdentifier', 'LogConfig', 'Tags'] },
  'AWS::Events::Rule': {
    used: [
      'Name',
      'EventBusName',
      'EventPattern',
      'ScheduleExpression',
      'State',
      'Targets[].Id',
      'Targets[].Arn',
      'Targets[].Input',
      'Targets[].InputPath',
      'Targets[].InputTransformer',
      'Targets[].HttpParameters',
      'Targets[].RetryPolicy',
      'Targets[].DeadLetterConfig',
      'Targets[].RoleArn',
    ],
    ignored: ['Description', 'RoleArn', 'Tags'],
  },
  'AWS::Events::Connection': { used: ['Name', 'AuthorizationType', 'AuthParameters'], ignored: ['Description', 'KmsKeyIdentifier'] },
  'AWS::Events::ApiDestination': {
    used: ['Name', 'ConnectionArn', 'HttpMethod', 'InvocationEndpoint', 'InvocationRateLimitPerSecond'],
    ignored: ['Description'],
  },
  'AWS::Events::Archive': {
    used: ['ArchiveName', 'SourceArn', 'EventPattern', 'RetentionDays'],
    ignored: ['Description', 'KmsKeyIdentifier'],
  },
  'AWS::SecretsManager::Secret': {
    used: ['Name', 'SecretString', 'GenerateSecretString'],
    ignored: ['Description', 'KmsKeyId', 'ReplicaRegions', 'Tags'],
  },
  'AWS::SSM::Parameter': { used: ['Name', 'Type', 'Value'], ignored: ['Description', 'Tier', 'DataType', 'AllowedPattern', 'Tags'] },
  'AWS::IAM::Role': {
    used: ['RoleName', 'AssumeRolePolicyDocument', 'Policies', 'ManagedPolicyArns', 'PermissionsBoundary'],
    ignored: ['Description', 'MaxSessionDuration', 'Path', 'Tags'],
  },
  'AWS::IAM::Policy': { used: ['PolicyDocument', 'Roles'], ignored: ['PolicyName'] },
  'AWS::IAM::RolePolicy': { used: ['PolicyDocument', 'RoleName'], ignored: ['PolicyName'] },
  'AWS::IAM::ManagedPolicy': { used: ['PolicyDocument', 'Roles'], ignored: ['ManagedPolicyName', 'Description', 'Path'] },
  'AWS::Lambda::Permission': { used: ['Action', 'FunctionName', 'Principal', 'SourceArn', 'SourceAccount'], ignored: [] },
  'AWS::SQS::QueuePolicy': { used: ['PolicyDocument', 'Queues'], ignored: [] },
};

/**
 * Types (or all types of a service, ending with `::`) with nothing to run on one machine, and why.
 */
const NOTHING_TO_RUN: Readonly<Record<string, string>> = {
  'AWS::Logs::': 'log lines go to the console',
  'AWS::CloudWatch::': 'there are no metrics to watch',
  'AWS::KMS::': 'nothing is encrypted at rest locally',
  'AWS::SNS::': 'alarm notifications need an alarm',
  'AWS::XRay::': 'there are no traces to sample',
  'AWS::Lambda::Version': 'the one version is $LATEST',
  'AWS::Lambda::Alias': 'an alias leads to $LATEST',
  'AWS::SES::ConfigurationSetEventDestination': 'local e-mails are neither delivered nor bounced',
  'AWS::EventSchemas::': 'schemas document events, nothing reads them at run time',
  'AWS::CDK::Metadata': 'describes the construct tree',
};

/** Returns whether a resource type is that of a custom resource. */
export const isCustomResource = (type: string): boolean => type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';

/** Returns whether a resource type has nothing to run on one machine. */
export const hasNothingToRun = (type: string): boolean =>
  Object.keys(NOTHING_TO_RUN).some((entry) => (entry.endsWith('::') ? type.startsWith(entry) : type === entry));
