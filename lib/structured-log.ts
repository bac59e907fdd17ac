import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Configuration } from './configuration-schema.ts';

interface StructuredLogProps {
  readonly configuration: Configuration;
}

/** A log group that is kept for as long as the configuration says, and outlives its stack only where data is retained. */
export class StructuredLog extends Construct {
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, { configuration: { logRetentionDays, retainData } }: StructuredLogProps) {
    super(scope, id);

    this.logGroup = new LogGroup(this, 'Resource', {
      retention: logRetentionDays,
      removalPolicy: retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }
}
