/** What the runtime does with the properties of a resource type it runs; anything else in the template is named in a warning. */
interface Understood {
  /** Property paths that change what the runtime does; a path without members below it covers everything below it. */
  readonly used: readonly string[];
  /** Property paths that have nothing to act on locally. */
  readonly inert: readonly string[];
}

const table: Understood = {
  used: [
    'TableName',
    'AttributeDefinitions',
    'KeySchema',
    'GlobalSecondaryIndexes',
    'LocalSecondaryIndexes',
    'StreamSpecification',
    'TimeToLiveSpecification',
  ],
  inert: [
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

/** The resource types that the runtime runs, with the properties it understands. */
export const understood: Readonly<Record<string, Understood>> = {
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
    inert: [
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
    inert: ['ParallelizationFactor', 'ProvisionedPollerConfig', 'MetricsConfig', 'KmsKeyArn', 'Tags'],
  },
  'AWS::Lambda::EventInvokeConfig': {
    used: ['FunctionName', 'MaximumRetryAttempts', 'MaximumEventAgeInSeconds', 'DestinationConfig.OnFailure.Destination'],
    inert: ['Qualifier'],
  },
  'AWS::SES::Template': {
    used: ['Template.TemplateName', 'Template.SubjectPart', 'Template.TextPart', 'Template.HtmlPart'],
    inert: ['Tags'],
  },
  'AWS::SES::ConfigurationSet': {
    used: ['Name'],
    inert: ['ReputationOptions', 'DeliveryOptions', 'SendingOptions', 'SuppressionOptions', 'TrackingOptions', 'VdmOptions', 'Tags'],
  },
  'AWS::ApiGatewayV2::Api': {
    used: ['ProtocolType', 'CorsConfiguration'],
    inert: ['Name', 'Description', 'DisableExecuteApiEndpoint', 'Tags'],
  },
  'AWS::ApiGatewayV2::Route': { used: ['ApiId', 'RouteKey', 'Target'], inert: ['AuthorizationType', 'OperationName'] },
  'AWS::ApiGatewayV2::Integration': {
    used: ['ApiId', 'IntegrationType', 'IntegrationUri', 'PayloadFormatVersion', 'TimeoutInMillis', 'ResponseParameters'],
    inert: ['IntegrationMethod', 'Description'],
  },
  'AWS::ApiGatewayV2::Stage': {
    used: ['ApiId', 'StageName', 'DefaultRouteSettings.ThrottlingBurstLimit', 'DefaultRouteSettings.ThrottlingRateLimit', 'RouteSettings'],
    inert: ['AutoDeploy', 'AccessLogSettings', 'DefaultRouteSettings.DetailedMetricsEnabled', 'Description', 'Tags'],
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
    inert: ['SqsManagedSseEnabled', 'KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds', 'Tags'],
  },
  'AWS::Events::EventBus': { used: ['Name'], inert: ['DeadLetterConfig', 'Description', 'KmsKeyIdentifier', 'LogConfig', 'Tags'] },
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
    inert: ['Description', 'RoleArn', 'Tags'],
  },
  'AWS::Events::Connection': { used: ['Name', 'AuthorizationType', 'AuthParameters'], inert: ['Description', 'KmsKeyIdentifier'] },
  'AWS::Events::ApiDestination': {
    used: ['Name', 'ConnectionArn', 'HttpMethod', 'InvocationEndpoint', 'InvocationRateLimitPerSecond'],
    inert: ['Description'],
  },
  'AWS::Events::Archive': {
    used: ['ArchiveName', 'SourceArn', 'EventPattern', 'RetentionDays'],
    inert: ['Description', 'KmsKeyIdentifier'],
  },
  'AWS::SecretsManager::Secret': {
    used: ['Name', 'SecretString', 'GenerateSecretString'],
    inert: ['Description', 'KmsKeyId', 'ReplicaRegions', 'Tags'],
  },
  'AWS::IAM::Role': {
    used: ['RoleName', 'AssumeRolePolicyDocument', 'Policies', 'ManagedPolicyArns', 'PermissionsBoundary'],
    inert: ['Description', 'MaxSessionDuration', 'Path', 'Tags'],
  },
  'AWS::IAM::Policy': { used: ['PolicyDocument', 'Roles'], inert: ['PolicyName'] },
  'AWS::IAM::RolePolicy': { used: ['PolicyDocument', 'RoleName'], inert: ['PolicyName'] },
  'AWS::IAM::ManagedPolicy': { used: ['PolicyDocument', 'Roles'], inert: ['ManagedPolicyName', 'Description', 'Path'] },
  'AWS::Lambda::Permission': { used: ['Action', 'FunctionName', 'Principal', 'SourceArn', 'SourceAccount'], inert: [] },
  'AWS::SQS::QueuePolicy': { used: ['PolicyDocument', 'Queues'], inert: [] },
};

/** Why a type (or every type of a service, when it ends with `::`) needs nothing on one machine. */
const nothingToRun: Readonly<Record<string, string>> = {
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

/** Whether a resource type is known to need nothing on one machine. */
export function needsNothing(type: string): boolean {
  return Object.keys(nothingToRun).some((entry) => (entry.endsWith('::') ? type.startsWith(entry) : type === entry));
}
