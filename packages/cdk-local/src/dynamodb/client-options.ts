/**
 * Returns client options for the local server. It checks no credentials, but the SDK requires some.
 */
export function localClientOptions(endpoint: string, region: string) {
  return { endpoint, region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
}
