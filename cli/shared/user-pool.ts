import { stackName } from '../../lib/base/stack-names.ts';
import { readStackOutputs } from './stack-outputs.ts';

/** The outputs of the data stack that have to do with its user pool. */
export interface UserPoolOutputs {
  readonly TableName: string;
  readonly UserPoolId: string;
  readonly MachineClientId: string;
  readonly TokenUrl: string;
}

/**
 * Reads them with the operator's AWS credentials.
 * @throws {Error} when there is no such installation, or it has no user pool.
 */
export const readUserPool = async (stage: string, name: string): Promise<UserPoolOutputs> => {
  const StackName = stackName(`${name}-${stage}`, 'Data');
  const { TableName, UserPoolId, MachineClientId, TokenUrl } = await readStackOutputs(`${name}-${stage}`, 'Data');
  if (!TableName) throw new Error(`The stack ${StackName} has no output TableName: deploy it first.`);
  if (!UserPoolId || !MachineClientId || !TokenUrl) {
    throw new Error(`${StackName} has no user pool: its configuration names an issuer (jwt), which is the one to ask for tokens.`);
  }
  return { TableName, UserPoolId, MachineClientId, TokenUrl };
};
