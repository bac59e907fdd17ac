import { refuseRoute } from '../../../functions/shared/http/routes.ts';

const outcome = (method: string, path: string) => {
  try {
    return refuseRoute(method, path);
  } catch (error) {
    const { code, headers } = error as { code: string; headers: { allow?: string } };
    return [code, headers.allow];
  }
};

test.each([
  ['DELETE', '/v1/partners', ['method-not-allowed', 'POST, GET, HEAD']],
  ['POST', '/v1/partners/7', ['method-not-allowed', 'GET, HEAD, PATCH']],
  ['PUT', '/v3/resellers/r/organizations', ['method-not-allowed', 'POST, GET, HEAD']],
  ['GET', '/v3/resellers/r/organizations/', ['route-not-found', undefined]],
  ['GET', '/v1/partners/7/8', ['route-not-found', undefined]],
  ['POST', '/', ['method-not-allowed', 'GET, HEAD']],
  ['GET', '/V1/partners', ['route-not-found', undefined]],
  ['GET', '/x/v1/partners', ['route-not-found', undefined]],
])('%s %s is answered %p', (method, path, expected) => {
  expect(outcome(method, path)).toEqual(expected);
});
