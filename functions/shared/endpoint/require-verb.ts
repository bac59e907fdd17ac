import type { Contract } from '../contract.ts';
import { readVerb } from '../verbs.ts';
import type { Middleware } from './exchange.ts';

/** Takes only requests whose path ends in the contract's verb, and gives them their path parameters without it. */
export const requireVerb = ({ path }: Contract, otherwise: (method: string, path: string) => never): Middleware => ({
  before: ({ event }) => {
    const parameters = readVerb(path, event.pathParameters ?? {});
    if (!parameters) return otherwise(event.requestContext.http.method, event.rawPath);
    event.pathParameters = { ...parameters };
  },
});
