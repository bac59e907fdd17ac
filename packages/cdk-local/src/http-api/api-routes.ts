import type { RequestHandler } from './listener.ts';
import { type GatewayRequest, gatewayRequest } from './request.ts';

/** Answers of POST requests by their path; the body is not read. */
export type ApiRoutes = Readonly<Record<`/${string}`, (request: GatewayRequest) => Response | Promise<Response>>>;

/** Answers the routes that an HTTP API does not have, and leaves all others to it. */
export const withApiRoutes =
  (answer: RequestHandler, routes: ApiRoutes = {}): RequestHandler =>
  async (incoming) => {
    const request = gatewayRequest(incoming);
    const route = request.method === 'POST' ? new Map(Object.entries(routes)).get(request.path) : undefined;
    return route ? route(request) : answer(incoming);
  };
