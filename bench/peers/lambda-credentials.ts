import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Replaces `@aws-sdk/credential-provider-node` in the bundles of the peers: Lambda passes a
 * function its credentials in the environment, so profiles, SSO, web identity and instance metadata
 * are 100 KB that no function can use.
 */
export const defaultProvider = fromEnv;
