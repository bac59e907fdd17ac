import { ROUTES } from '../../generated/routes.js';
import { Refusal } from '../contract/problems.ts';

const routes = ROUTES.map(([method, pattern]) => ({ method, pattern: new RegExp(pattern) }));

/**
 * Refuses a request without a route: 405 with `Allow` when the path has other methods, else 404.
 */
export const refuseRoute = (method: string, path: string): never => {
  const allowed = [...new Set(routes.filter(({ pattern }) => pattern.test(path)).map((route) => route.method))].join(', ');
  if (allowed === '') throw new Refusal('route-not-found', 'There is nothing at this path.');
  throw new Refusal('method-not-allowed', `This path takes ${allowed}, not ${method}.`, { headers: { allow: allowed } });
};
