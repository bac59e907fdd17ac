/**
 * Returns client options for the local server. It checks no credentials, but the SDK requires some.
 */
export const localClientOptions = (endpoint: string, region: string) => ({
  endpoint,
  region,
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});
