import { Stack } from 'aws-cdk-lib';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration/configuration-schema.ts';

/** A service that encrypts what it keeps with the operator's key, and asks for it in the name of a caller. */
export type ServiceName = 'dynamodb' | 'secretsmanager' | 'sqs';

export type KeyAction = 'Decrypt' | 'GenerateDataKey';

const ID = 'OwnKey';

/** The operator's own key, if the configuration names one; else each service's own is used. */
export const customerKey = (scope: Construct, { kmsKeyArn }: Configuration): IKey | undefined => {
  if (kmsKeyArn === undefined) return undefined;
  const stack = Stack.of(scope);
  return (stack.node.tryFindChild(ID) as IKey | undefined) ?? Key.fromKeyArn(stack, ID, kmsKeyArn);
};

/** The condition that a key is used by a service and not by the caller itself. */
export const viaService = (scope: Construct, service: ServiceName): Record<string, Record<string, string>> => {
  const { region } = Stack.of(scope);
  return { StringEquals: { 'kms:ViaService': `${service}.${region}.amazonaws.com` } };
};
