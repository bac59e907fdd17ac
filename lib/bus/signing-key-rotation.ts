import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { RunbookAlarm } from '../base/runbook-alarm.ts';
import { TenantryFunction } from '../base/tenantry-function.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';
import type { SigningSecret } from '../data/signing-secret.ts';

interface SigningKeyRotationProps {
  readonly configuration: Configuration;
  readonly signingSecret: SigningSecret;
  /** Days from one rotation to the next. */
  readonly everyDays: number;
}

const EVERY = Duration.hours(1);

/** Takes the due step of the signing key's rotation, every hour. */
export class SigningKeyRotation extends Construct {
  constructor(scope: Construct, id: string, { configuration, signingSecret, everyDays }: SigningKeyRotationProps) {
    super(scope, id);

    const rotate = new TenantryFunction(this, 'Rotate', {
      configuration,
      entry: 'signatures/rotate',
      description: 'Rotates the key that webhooks are signed with',
      timeout: Duration.seconds(30),
      environment: {
        ROTATION_DAYS: String(everyDays),
        // As long as an event that the key signed can be sent again.
        KEEP_DAYS: String(Math.max(configuration.eventRetentionDays, configuration.archiveDays)),
      },
    });
    signingSecret.grantRotate(rotate);
    // A failed run is not repeated: the next is an hour away, and no step has to be exact.
    rotate.lambda.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: EVERY });
    new Rule(this, 'Schedule', {
      description: 'Looks whether it is time for a step of the signing key',
      schedule: Schedule.rate(EVERY),
      targets: [new LambdaFunction(rotate.lambda, { retryAttempts: 0, maxEventAge: EVERY })],
    });
    new RunbookAlarm(this, 'Failing', {
      configuration,
      metric: rotate.lambda.metricErrors({ period: EVERY }),
      threshold: 1,
      periods: 3,
      advice: 'The key that webhooks are signed with is not rotated: read the log of the function for the cause.',
      heading: 'signing-key-rotation',
    });
  }
}
