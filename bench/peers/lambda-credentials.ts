/**
 * Replaces `@aws-sdk/credential-provider-node` in the bundles of the peers, as anybody would who
 * counts bytes: Lambda passes a function its credentials in the environment, so profiles, SSO, web
 * identity and instance metadata are 100 KB that no function can use.
 */
export const defaultProvider = () => async () => {
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '', AWS_SESSION_TOKEN: sessionToken } = process.env;
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
};
