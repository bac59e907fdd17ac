import type { PreTokenGenerationV3TriggerEvent } from 'aws-lambda';
import { BINDING_CLAIMS } from '../shared/auth/claims.ts';

/** The tenant of an app client: one reseller or one partner. */
export interface Binding {
  readonly resellerId?: string | undefined;
  readonly partnerId?: string | undefined;
}

/**
 * Returns the claims that bind a token.
 * @throws {Error} when the binding names no tenant: a client that was meant to be bound must never
 *   count as unbound
 */
const bindingClaims = ({ resellerId, partnerId }: Binding): Readonly<Record<string, string>> => {
  if (!resellerId && !partnerId) throw new Error('the binding of the client names no tenant');
  return {
    ...(resellerId && { [BINDING_CLAIMS.reseller]: resellerId }),
    ...(partnerId && { [BINDING_CLAIMS.partner]: partnerId }),
  };
};

/**
 * Returns the answer to Cognito: the event, with the claims of the binding for the access token, or
 * unchanged without a binding.
 */
export const withBinding = (event: PreTokenGenerationV3TriggerEvent, binding: Binding | undefined): PreTokenGenerationV3TriggerEvent =>
  binding === undefined
    ? event
    : {
        ...event,
        response: { claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride: bindingClaims(binding) } } },
      };
