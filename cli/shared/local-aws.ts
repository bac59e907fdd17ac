import { localClientOptions } from '@tenantry/cdk-local/dynamodb/client-options';

/** The options of an AWS client that calls the runtime of this machine, as its administrator. */
export const localAws = (endpoint: string) => localClientOptions(endpoint, 'us-east-1');

/** Returns these options for a queue whose URL is on loopback; none for one of AWS. */
export const awsOfQueue = (queueUrl: string): ReturnType<typeof localAws> | object => {
  const { protocol, hostname, origin } = URL.parse(queueUrl) ?? {};
  return protocol === 'http:' && hostname === '127.0.0.1' && origin ? localAws(origin) : {};
};
