import { delimiter, dirname, join } from 'node:path';
import { isLoopback } from '../lib/configuration/formats.ts';

/** The target of the deployment: an emulator on this machine. */
export interface Target {
  readonly endpoint: string;
  readonly region: string;
  /** A file with the certificate of the endpoint, if it is none that everybody trusts. */
  readonly certificate?: string;
}

/** The Region of every deployment. */
export const REGION = 'eu-west-1';

/**
 * Returns why nothing may be deployed to `endpoint`, if so: this suite never touches an AWS
 * account.
 */
export const reasonToRefuse = (endpoint: string): string | undefined => {
  const url = URL.parse(endpoint);
  if (!url || !/^https?:$/.test(url.protocol)) return `AWS_ENDPOINT_URL = ${endpoint}: must be an http or https URL`;
  return isLoopback(endpoint) ? undefined : `AWS_ENDPOINT_URL = ${endpoint}: must be on loopback, this suite never touches an AWS account`;
};

/**
 * Returns the variables for a command that talks to AWS: the target, worthless credentials, and
 * nothing of the operator's.
 */
export const variablesFor = ({ endpoint, region, certificate }: Target, directory: string): Record<string, string> => ({
  PATH: [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter),
  HOME: directory,
  ...{ AWS_ENDPOINT_URL: endpoint, AWS_REGION: region, AWS_DEFAULT_REGION: region },
  ...{ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_EC2_METADATA_DISABLED: 'true' },
  ...{ AWS_CONFIG_FILE: join(directory, 'no-config'), AWS_SHARED_CREDENTIALS_FILE: join(directory, 'no-credentials') },
  // The command line keeps what it learnt of an account there.
  ...{ CDK_HOME: join(directory, 'cdk'), CDK_DISABLE_CLI_TELEMETRY: 'true', CI: 'true' },
  ...(certificate === undefined ? {} : { AWS_CA_BUNDLE: certificate, NODE_EXTRA_CA_CERTS: certificate }),
});

/** Returns the options of a client of the AWS SDK. */
export const clientOptions = ({ endpoint, region }: Target) => ({
  ...{ endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } },
});
