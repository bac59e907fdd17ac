import type { Contract } from '../contract.ts';
import { refuseRoute } from '../routes.ts';
import { readVerb } from '../verbs.ts';
import type { Middleware } from './exchange.ts';

/** Takes only requests whose path ends in the contract's verb, or in none where it has none, and gives them their path parameters without it. */
export const requireVerb = ({ path }: Contract): Middleware => ({
  before: ({ event }) => {
    const parameters = readVerb(path, event.pathParameters ?? {});
    if (!parameters) return refuseRoute(event.requestContext.http.method, event.rawPath);
    event.pathParameters = { ...parameters };
  },
});
