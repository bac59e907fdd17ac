import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration/configuration-schema.ts';
import { customerKey } from './customer-key.ts';

interface StructuredLogProps {
  readonly configuration: Configuration;
  /** Chosen by CloudFormation when absent. */
  readonly name?: string;
}

/**
 * A log group with the configured retention, which only outlives its stack where data is retained.
 */
export class StructuredLog extends Construct {
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, { configuration, name }: StructuredLogProps) {
    super(scope, id);
    const { logRetentionDays, retainData } = configuration;
    const key = customerKey(this, configuration);

    this.logGroup = new LogGroup(this, 'Resource', {
      ...(name !== undefined && { logGroupName: name }),
      retention: logRetentionDays,
      ...(key && { encryptionKey: key }),
      removalPolicy: retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }
}
