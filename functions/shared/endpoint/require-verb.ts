import { withCanonicalIds } from '../base/uuid.ts';
import type { Contract } from '../contract/contract.ts';
import { refuseRoute } from '../http/routes.ts';
import { readVerb } from '../http/verbs.ts';
import type { Middleware } from './exchange.ts';

/**
 * Refuses requests whose path does not end in the contract's verb. Gives the others their path
 * parameters without the verb, with UUIDs in lower case.
 */
export const requireVerb = ({ path, params }: Contract): Middleware => ({
  before: ({ event }) => {
    const parameters = readVerb(path, event.pathParameters ?? {});
    if (!parameters) return refuseRoute(event.requestContext.http.method, event.rawPath);
    // The tenant of the path is compared with the caller before anything else is read.
    event.pathParameters = withCanonicalIds(params, { ...parameters });
  },
});
