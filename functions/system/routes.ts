import { CONTRACTS } from '../contracts.ts';
import { Refusal } from '../shared/problems.ts';

const ROUTES = CONTRACTS.map(({ method, path }) => ({ method, pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`) }));

/** Refuses what no route takes: 405 with `Allow` when the path takes other methods, else 404. */
export const refuse = (method: string, path: string): never => {
  const allowed = [...new Set(ROUTES.filter(({ pattern }) => pattern.test(path)).map((route) => route.method))].join(', ');
  if (allowed === '') throw new Refusal('route-not-found', 'There is nothing at this path.');
  throw new Refusal('method-not-allowed', `This path takes ${allowed}, not ${method}.`, { headers: { allow: allowed } });
};
