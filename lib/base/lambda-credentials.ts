import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Takes the place of `@aws-sdk/credential-provider-node` in the bundles: Lambda hands a function its credentials in the environment,
 * so profiles, SSO, web identity and instance metadata are 100 KB that no function can ever use.
 */
export const defaultProvider = fromEnv;
