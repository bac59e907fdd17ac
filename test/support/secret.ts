import { type AwsEndpoint, awsEndpoint } from '../../local/aws-endpoint.ts';
import { AwsError } from '../../local/aws-error.ts';

const ARN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:signing-AbCdEf';

/** A Secrets Manager with one secret, the signing keys, and the environment a function finds it by. */
export interface TestSecret {
  readonly arn: string;
  readonly environment: Readonly<Record<string, string>>;
  /** How often the secret was read. */
  reads(): number;
  /** What the secret holds; `undefined` while Secrets Manager is down. */
  text: string | undefined;
  stop(): Promise<void>;
}

export const SEED = 'a1'.repeat(32);

/** Starts it on a free loopback port; a fresh secret unless given. */
export const startSecret = async (text: string | undefined = JSON.stringify({ current: SEED })): Promise<TestSecret> => {
  let reads = 0;
  const answer = (action: string, { SecretId, SecretString = '' }: Readonly<Record<string, string>>) => {
    if (action === 'GetSecretValue') reads += 1;
    if (secret.text === undefined) throw new AwsError('InternalServiceError', 'disk on fire', { status: 500 });
    if (SecretId !== ARN) throw new AwsError('ResourceNotFoundException', 'no such secret');
    if (action === 'PutSecretValue') secret.text = SecretString;
    return action === 'GetSecretValue' ? { ARN, SecretString: secret.text } : { ARN };
  };
  const endpoint: AwsEndpoint = await awsEndpoint({
    handlers: { secretsmanager: async (action, input) => answer(action, input as Readonly<Record<string, string>>) },
  });
  const secret: TestSecret = {
    arn: ARN,
    environment: {
      SIGNING_SECRET_ARN: ARN,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint.url,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
    reads: () => reads,
    text,
    stop: endpoint.stop,
  };
  return secret;
};
