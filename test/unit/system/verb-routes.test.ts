import { refuseRoute } from '../../../functions/shared/http/routes.ts';
import { gatewayPath, readVerb } from '../../../functions/shared/http/verbs.ts';

const RESTORE = '/v3/resellers/{resellerId}/organizations/{id}:restore';
const BATCH = '/v3/resellers/{resellerId}/organizations:batch';
const ONE = '/v3/resellers/{resellerId}/organizations/{id}';
const PUT = '/v3/resellers/{resellerId}/organizations/by-external-id/{externalId}';

test.each([
  [RESTORE, ONE],
  [BATCH, '/v3/resellers/{resellerId}/{collection}'],
  [ONE, ONE],
  [PUT, PUT],
])('%s is routed as %s', (path, routed) => {
  expect(gatewayPath(path)).toBe(routed);
});

test.each([
  [RESTORE, { id: 'o:restore' }, { id: 'o' }],
  [RESTORE, { id: 'o' }, undefined],
  [RESTORE, { id: ':restore' }, undefined],
  [RESTORE, { id: 'o:destroy' }, undefined],
  [RESTORE, { id: 'restore' }, undefined],
  [RESTORE, { id: 'o:restore:restore' }, undefined],
  [RESTORE, { id: 'o::restore' }, undefined],
  [BATCH, { collection: 'organizations:batch' }, {}],
  [BATCH, { collection: 'organizations' }, undefined],
  [BATCH, { collection: 'limits:batch' }, undefined],
  [BATCH, {}, undefined],
  [ONE, { id: 'o' }, { id: 'o' }],
  [ONE, { id: 'o:restore' }, undefined],
  [PUT, { externalId: 'a:b' }, { externalId: 'a:b' }],
])('%s takes of %p what it has: %p', (path, given, taken) => {
  const found = readVerb(path, { resellerId: 'r', ...given });
  expect(found).toEqual(taken && { resellerId: 'r', ...taken });
});

const refusedWith = (method: string, path: string): readonly unknown[] => {
  try {
    return refuseRoute(method, `/v3/resellers/r/organizations${path}`);
  } catch (error) {
    const { code, headers } = error as { readonly code: string; readonly headers: { readonly allow?: string } };
    return [code, headers.allow];
  }
};

test.each([
  ['GET', '/o:restore', 'method-not-allowed', 'POST'],
  ['PUT', ':batch', 'method-not-allowed', 'POST'],
  ['POST', '/o', 'method-not-allowed', 'GET, HEAD, PATCH, DELETE'],
  ['GET', '/by-external-id/a:b', 'method-not-allowed', 'PUT'],
  ['GET', '/o:destroy', 'route-not-found', undefined],
  ['POST', ':destroy', 'route-not-found', undefined],
])('%s …/organizations%s is %s', (method, path, code, allow) => {
  expect(refusedWith(method, path)).toEqual([code, allow]);
});
