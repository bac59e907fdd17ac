import { withCanonicalIds } from '../base/uuid.ts';
import type { Contract } from '../contract/contract.ts';
import { refuseRoute } from '../http/routes.ts';
import { readVerb } from '../http/verbs.ts';
import type { Middleware } from './exchange.ts';

/**
 * Takes only requests whose path ends in the contract's verb, or in none where it has none, and gives them their path parameters without
 * it, ids as the API writes them.
 */
export const requireVerb = ({ path, params }: Contract): Middleware => ({
  before: ({ event }) => {
    const parameters = readVerb(path, event.pathParameters ?? {});
    if (!parameters) return refuseRoute(event.requestContext.http.method, event.rawPath);
    // Who calls is held against the tenant of the path before anything else is read.
    event.pathParameters = withCanonicalIds(params, { ...parameters });
  },
});
