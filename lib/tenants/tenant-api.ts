import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { ReadableSecret } from '../identity/operator-secret.ts';

/** An installation of this app: a `Tenantry`. */
export interface TenantryInstallation {
  readonly api: { readonly url: string };
  readonly apiStack: Stack;
  /** The credentials of the operator's client, in the data stack. */
  readonly operatorSecret: ReadableSecret;
}

/** An installation by its address, and the credentials to use there. */
export interface TenantryApi {
  /** The address of the API. */
  readonly url: string;
  /**
   * A JSON object with `clientId`, `clientSecret`, `tokenUrl` and perhaps `scope`, or with the
   * `username` and `password` of an API credential. Only the function reads it, when it runs.
   */
  readonly credentialsSecret: ReadableSecret;
}

/**
 * Returns the address of an installation and its credentials. What uses it is deployed after an
 * installation of the same app.
 */
export const resolveApi = (scope: Construct, api: TenantryInstallation | TenantryApi): TenantryApi => {
  if ('credentialsSecret' in api) return { ...api, url: withoutSlash(api.url) };
  const { apiStack, operatorSecret } = api;
  if (Stack.of(scope) !== apiStack) Stack.of(scope).addStackDependency(apiStack);
  return { url: api.api.url, credentialsSecret: operatorSecret };
};

const withoutSlash = (url: string): string => url.replace(/\/$/, '');
