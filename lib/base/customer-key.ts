import { Stack } from 'aws-cdk-lib';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration/configuration-schema.ts';

/** A service that encrypts its data with the operator's key, on behalf of a caller. */
export type ServiceName = 'dynamodb' | 'secretsmanager' | 'sqs';

export type KeyAction = 'Decrypt' | 'GenerateDataKey';

const ID = 'OwnKey';

/**
 * Returns the operator's own key, if the configuration names one; else each service uses its own.
 */
export const customerKey = (scope: Construct, { kmsKeyArn }: Configuration): IKey | undefined => {
  if (kmsKeyArn === undefined) return undefined;
  const stack = Stack.of(scope);
  return (stack.node.tryFindChild(ID) as IKey | undefined) ?? Key.fromKeyArn(stack, ID, kmsKeyArn);
};

/** Returns the condition that a service uses a key, and not the caller itself. */
export const viaService = (scope: Construct, service: ServiceName): Record<string, Record<string, string>> => {
  const { region } = Stack.of(scope);
  return { StringEquals: { 'kms:ViaService': `${service}.${region}.amazonaws.com` } };
};

/** Returns how a queue is encrypted: with a key, or with that of SQS. */
export const queueEncryption = (key: IKey | undefined) =>
  key ? { encryption: QueueEncryption.KMS, encryptionMasterKey: key } : { encryption: QueueEncryption.SQS_MANAGED };
