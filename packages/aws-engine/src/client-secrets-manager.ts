import { randomUUID } from 'node:crypto';
import { Client, type ClientOptions } from './client.ts';
import { jsonCommand } from './command.ts';
import { namedException, ServiceException } from './errors.ts';
import { awsJson, type Service } from './service.ts';
import { byName, bytesOf, timeOf } from './wire.ts';

export class SecretsManagerServiceException extends ServiceException {}

export const InvalidParameterException = /* @__PURE__ */ namedException(SecretsManagerServiceException, 'InvalidParameterException');
export const ResourceNotFoundException = /* @__PURE__ */ namedException(SecretsManagerServiceException, 'ResourceNotFoundException');

const SECRETS_MANAGER: Service = {
  id: 'Secrets Manager',
  signingName: 'secretsmanager',
  hosts: {
    prefix: 'secretsmanager',
    isDualStack: (region, isFips) => !(isFips ? /^(?:cn-|eusc-|us-iso|eu-iso)/ : /^(?:eusc-|us-iso|eu-iso)/).test(region),
  },
  protocol: awsJson('1.1', 'secretsmanager'),
  Exception: SecretsManagerServiceException,
  conversion: byName({ CreatedDate: timeOf, SecretBinary: bytesOf }),
};

export class SecretsManagerClient extends Client {
  constructor(options?: ClientOptions) {
    super(SECRETS_MANAGER, options);
  }
}

export const GetSecretValueCommand = /* @__PURE__ */ jsonCommand('GetSecretValue');

/** Writes a version of a secret, whose id is the token. */
export const PutSecretValueCommand = /* @__PURE__ */ jsonCommand('PutSecretValue', {
  complete: (input) => ({ ...input, ClientRequestToken: input.ClientRequestToken ?? randomUUID() }),
});

export const UpdateSecretVersionStageCommand = /* @__PURE__ */ jsonCommand('UpdateSecretVersionStage');
