/** How clients reach the server; it checks no credentials, but the SDK wants some. */
export function localClientOptions(endpoint: string, region: string) {
  return { endpoint, region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
}
