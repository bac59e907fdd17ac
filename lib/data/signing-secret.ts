import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { customerKey } from '../base/customer-key.ts';
import type { TenantryFunction } from '../base/tenantry-function.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';

interface SigningSecretProps {
  readonly configuration: Configuration;
}

/**
 * The keys that webhooks are signed with, as `{ "current": "<64 hexadecimal digits>" }` when it is
 * made; `npx tenantry rotate-signing-key` and `SigningKeyRotation` change it.
 */
export class SigningSecret extends Construct {
  private readonly secret: Secret;

  constructor(scope: Construct, id: string, { configuration }: SigningSecretProps) {
    super(scope, id);
    const key = customerKey(this, configuration);

    this.secret = new Secret(this, 'Resource', {
      description: 'The keys that Tenantry signs webhooks with',
      // CloudFormation draws anew, and forgets every key, when any of this changes.
      generateSecretString: {
        secretStringTemplate: '{}',
        generateStringKey: 'current',
        passwordLength: 64,
        excludeUppercase: true,
        excludePunctuation: true,
        excludeCharacters: 'ghijklmnopqrstuvwxyz',
        requireEachIncludedType: false,
      },
      ...(key && { encryptionKey: key }),
      // Without it, no signature ever made can be verified.
      removalPolicy: configuration.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SMG4',
      reason:
        'The keys are rotated in three steps with hours between them, so that receivers know a key before it signs: by npx tenantry rotate-signing-key, or by the clock with signingKeyRotationDays (docs/events.md).',
    });
  }

  get arn(): string {
    return this.secret.secretArn;
  }

  /** Lets a function change the keys, by a version that becomes the current one or not. */
  grantRotate(rotator: TenantryFunction): void {
    this.grantRead(rotator);
    const actions = ['secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecretVersionStage'];
    Grant.addToPrincipal({ grantee: rotator, actions, resourceArns: [this.arn] });
    rotator.grantKey('secretsmanager', 'GenerateDataKey');
  }

  /** Lets a function read the keys, and tells it where as `SIGNING_SECRET_ARN`. */
  grantRead(reader: TenantryFunction): void {
    reader.addEnvironment('SIGNING_SECRET_ARN', this.arn);
    Grant.addToPrincipal({ grantee: reader, actions: ['secretsmanager:GetSecretValue'], resourceArns: [this.arn] });
    reader.grantKey('secretsmanager', 'Decrypt');
  }
}
