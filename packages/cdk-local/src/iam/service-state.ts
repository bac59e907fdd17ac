import type { AwsEnvironment } from '../template/environment.ts';

/** The state of the services on which access requests depend. */
export interface ServiceState extends AwsEnvironment {
  /** Whether the account has the role with which EventBridge keeps the secrets of connections. */
  readonly hasConnectionRole: () => boolean;
  /** The ARN of the connection of an API destination, by the destination's name. */
  readonly connectionOf: (destination: string) => string | undefined;
  /** The ARN of a secret by its ARN or name. */
  readonly secretArn: (id: string) => string;
  /** The identity, an address or its domain, by which SES knows a sender. */
  readonly senderIdentity: (from: string) => string;
}
