import { METHOD_NAME_ALL } from 'hono/router';
import { TrieRouter } from 'hono/router/trie-router';
import type { Route } from './definition.ts';

/** A route that fits a request, with its path variables still percent-encoded. */
export interface Match {
  readonly route: Route;
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Chooses a route by method and encoded path as an HTTP API does: full match, then path variable,
 * then greedy variable, then `$default`.
 */
export const routing = (routes: readonly Route[]): ((method: string, path: string) => Match | undefined) => {
  const router = new TrieRouter<Route>();
  const fallback = routes.find(({ routeKey }) => routeKey === '$default');
  for (const route of routes.filter((candidate) => candidate !== fallback).sort(bySpecificity)) {
    const [method = '', path = ''] = route.routeKey.split(' ');
    router.add(method === 'ANY' ? METHOD_NAME_ALL : method, honoPath(path), route);
  }

  return (method, path) => {
    const candidates = router.match(method, path)[0] as readonly [Route, Record<string, string>][];
    const [route, variables] = [...candidates].sort(([a], [b]) => bySpecificity(a, b))[0] ?? [fallback, {}];
    return route && { route, variables };
  };
};

/** `/a/{id}/{rest+}` in Hono's words. */
const honoPath = (path: string): string => path.replace(/\{([^}+]+)\+\}/g, ':$1{.+}').replace(/\{([^}+]+)\}/g, ':$1');

const bySpecificity = (a: Route, b: Route): number => rank(a.routeKey).localeCompare(rank(b.routeKey));

/** Segment by segment: literal, variable, greedy; then a named method before `ANY`. */
const rank = (routeKey: string): string => {
  const [method = '', path = ''] = routeKey.split(' ');
  const segments = path.split('/').map((segment) => (segment.endsWith('+}') ? '3' : segment.startsWith('{') ? '2' : '1'));
  return `${segments.join('')}${method === 'ANY' ? '9' : '0'}`;
};
