import { type AwsEndpoint, awsEndpoint } from '@tenantry/cdk-local/base/aws-endpoint';
import { AwsError } from '@tenantry/cdk-local/base/aws-error';
import { secretsManager } from '@tenantry/cdk-local/secrets-manager/actions';
import { openSecrets } from '@tenantry/cdk-local/secrets-manager/secrets';
import { SEED } from './event-records.ts';

const ARN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:signing-AbCdEf';

/**
 * A Secrets Manager with one secret, the signing keys, and the environment a function finds it by.
 */
export interface TestSecret {
  readonly arn: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Returns the number of times that the secret was read. */
  reads(): number;
  /** The value of the secret; `undefined` while Secrets Manager is down. */
  text: string | undefined;
  /** Called before each action; what it throws is answered. */
  before: (action: string) => void | Promise<void>;
  stop(): Promise<void>;
}

/** Starts it on a free loopback port; a fresh secret unless given. */
export const startSecret = async (text: string | undefined = JSON.stringify({ current: SEED })): Promise<TestSecret> => {
  let [reads, isDown] = [0, false];
  const secrets = openSecrets();
  secrets.create(ARN, 'signing', () => text);
  const answer = secretsManager(secrets);
  const endpoint: AwsEndpoint = await awsEndpoint({
    handlers: {
      secretsmanager: async (action, input) => {
        if (action === 'GetSecretValue') reads += 1;
        if (isDown) throw new AwsError('InternalServiceError', 'disk on fire', { status: 500 });
        await secret.before(action);
        return answer(action, input);
      },
    },
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
    before: () => undefined,
    get text() {
      return isDown ? undefined : secrets.value(ARN);
    },
    set text(value) {
      isDown = value === undefined;
      if (value !== undefined) secrets.put(ARN, value);
    },
    stop: endpoint.stop,
  };
  return secret;
};
