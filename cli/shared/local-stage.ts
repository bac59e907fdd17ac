import { stackName } from '../../lib/base/stack-names.ts';
import { findRuntime } from '../../local/runtime-address.ts';
import { localAddress } from './api-options.ts';

type Environment = Record<string, string | undefined>;

/**
 * Has every AWS client that is created from now on call the runtime on this machine, as its
 * administrator. The region and the credentials of the operator are not used.
 * @throws {Error} a sentence, when there is no such runtime
 */
export const useLocalAws = async (env: Environment = process.env, stateDir?: string): Promise<void> => {
  const { awsUrl, dynamodbUrl } = await findRuntime(localAddress(undefined, env), stateDir);
  // Credentials of a profile would win over those of the environment.
  for (const name of Object.keys(env)) if (/^AWS_(?:PROFILE|SESSION_TOKEN|ENDPOINT_URL_\w+)$/.test(name)) delete env[name];
  Object.assign(env, {
    ...{ AWS_ENDPOINT_URL: awsUrl, AWS_ENDPOINT_URL_DYNAMODB: dynamodbUrl },
    ...{ AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' },
  });
};

/** Returns the outputs of a stack of the runtime on this machine. @throws {Error} without one */
export const localOutputs = async (
  installation: string,
  stack: 'Data' | 'Api',
  env: Environment = process.env,
  stateDir?: string,
): Promise<Readonly<Record<string, string>>> => {
  const url = localAddress(undefined, env);
  const prefix = `${stackName(installation, stack)}.`;
  const { outputs } = await findRuntime(url, stateDir);
  const found = Object.entries(outputs).filter(([key]) => key.startsWith(prefix));
  if (found.length === 0) throw new Error(`The local runtime at ${url} is not of ${installation}.`);
  return Object.fromEntries(found.map(([key, value]) => [key.slice(prefix.length), value]));
};
