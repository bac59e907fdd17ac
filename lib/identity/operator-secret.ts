import { SecretValue, Validations } from 'aws-cdk-lib';
import type { CfnUserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { customerKey, viaService } from '../base/customer-key.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';
import type { Identity } from './identity.ts';

/** A secret as far as whoever may read it needs it. */
export type ReadableSecret = Pick<ISecret, 'secretArn' | 'grantRead'>;

/**
 * Creates a secret with the credentials of the operator's client. CloudFormation copies the client
 * secret from Cognito; no template, output or parameter has it. So it must be in the stack of the
 * client.
 */
export const operatorSecret = (identity: Identity, configuration: Configuration): ReadableSecret => {
  const { MachineClientId, TokenUrl } = identity.outputs;
  const client = identity.operator.node.defaultChild as CfnUserPoolClient;
  const key = customerKey(identity, configuration);
  const secret = new Secret(identity, 'OperatorSecret', {
    description: "The credentials of the operator's client, for tenants that stacks declare",
    secretObjectValue: {
      clientId: SecretValue.unsafePlainText(MachineClientId),
      clientSecret: SecretValue.resourceAttribute(client.attrClientSecret),
      tokenUrl: SecretValue.unsafePlainText(TokenUrl),
    },
    ...(key && { encryptionKey: key }),
  });
  Validations.of(secret).acknowledge({
    id: 'AwsSolutions::AwsSolutions-SMG4',
    reason: 'It is a copy of what Cognito keeps: another client secret means another client, whose copy CloudFormation makes.',
  });
  const { kmsKeyArn } = configuration;
  return {
    secretArn: secret.secretArn,
    grantRead: (grantee) => {
      const read = secret.grantRead(grantee);
      if (kmsKeyArn === undefined) return read;
      const conditions = viaService(identity, 'secretsmanager');
      // The secret grants nothing on a key that is not made here.
      return Grant.addToPrincipal({ grantee, actions: ['kms:Decrypt'], resourceArns: [kmsKeyArn], conditions });
    },
  };
};
