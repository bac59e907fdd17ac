import { routing } from '@tenantry/cdk-local/http-api/routing';
import { CONTRACTS, OPERATIONS } from '../../functions/operations.ts';
import { gatewayMethod } from '../../functions/shared/http/methods.ts';
import { gatewayPath } from '../../functions/shared/http/verbs.ts';
import { propertiesOf, templatesOf } from './installation-template.ts';

const keys = propertiesOf('AWS::ApiGatewayV2::Route', templatesOf('dev').api).map(({ RouteKey }) => String(RouteKey));
const routes = keys.filter((key) => key !== '$default');
const isVariable = (segment: string | undefined): boolean => segment?.startsWith('{') ?? false;

/**
 * The segments of a path, where two routes can take the same request; `undefined` where they
 * cannot.
 */
const shared = (one: string, other: string): readonly (readonly [string, string])[] | undefined => {
  const [[method, path = ''], [otherMethod, otherPath = '']] = [one.split(' '), other.split(' ')];
  const [segments, others] = [path.split('/'), otherPath.split('/')];
  if ((method !== otherMethod && ![method, otherMethod].includes('ANY')) || segments.length !== others.length) return undefined;
  const pairs = segments.map((segment, at) => [segment, others[at] ?? ''] as const);
  // A route of the same path for one method comes before that for any.
  if (method !== otherMethod && pairs.every(([a, b]) => a === b)) return undefined;
  return pairs.every(([a, b]) => a === b || isVariable(a) || isVariable(b)) ? pairs : undefined;
};

const overlapping = routes.flatMap((one, at) =>
  routes.slice(at + 1).flatMap((other) => {
    const pairs = shared(one, other);
    return pairs ? [{ routes: [one, other], pairs }] : [];
  }),
);

// API Gateway takes a full match before one with variables ("Working with routes for HTTP APIs");
// between two with variables it promises nothing.
it('where two routes can take the same request, one of them names every segment of it that the other names, and more', () => {
  const undecided = overlapping.filter(({ pairs }) => {
    const [more, less] = [
      pairs.filter(([one, other]) => !isVariable(one) && isVariable(other)).length,
      pairs.filter(([one, other]) => isVariable(one) && !isVariable(other)).length,
    ];
    return more > 0 === less > 0;
  });
  expect(undecided.map((pair) => pair.routes)).toEqual([]);
});

it('these are all that can', () => {
  expect(overlapping.map((pair) => pair.routes.toSorted())).toEqual([
    ['ANY /v3/resellers/{resellerId}/limits', 'POST /v3/resellers/{resellerId}/{collection}'],
    ['POST /v3/resellers/{resellerId}/organizations', 'POST /v3/resellers/{resellerId}/{collection}'],
    ['ANY /v3/resellers/{resellerId}/organizations', 'POST /v3/resellers/{resellerId}/{collection}'],
  ]);
});

const below = '/v3/resellers/r';
const ofOrganizations = '/v3/resellers/{resellerId}/organizations';
const CASES: readonly (readonly [method: string, path: string, routeKey: string, variables: object])[] = [
  ['POST', '/v1/partners', 'POST /v1/partners', {}],
  ['POST', '/v1/partners/7/contacts', 'POST /v1/partners/{id}/contacts', { id: '7' }],
  ['POST', '/v1/partners/7/credentials', 'POST /v1/partners/{id}/credentials', { id: '7' }],
  ['POST', '/v1/password', 'POST /v1/password', {}],
  [
    'POST',
    '/v1/partners/7/contacts/6:resend-welcome',
    'POST /v1/partners/{id}/contacts/{contactId}',
    { id: '7', contactId: '6:resend-welcome' },
  ],
  ['POST', '/v3/resellers', 'POST /v3/resellers', {}],
  ['POST', '/v3/webhooks', 'POST /v3/webhooks', {}],
  ['POST', '/v3/webhooks/w/test', 'POST /v3/webhooks/{id}/test', { id: 'w' }],
  ['POST', '/v3/webhook-event-logs/d:redeliver', 'POST /v3/webhook-event-logs/{id}', { id: 'd:redeliver' }],
  ['POST', `${below}/organizations`, `POST ${ofOrganizations}`, { resellerId: 'r' }],
  [
    'POST',
    `${below}/organizations:batch`,
    'POST /v3/resellers/{resellerId}/{collection}',
    { resellerId: 'r', collection: 'organizations:batch' },
  ],
  [
    'POST',
    `${below}/organizations%3Abatch`,
    'POST /v3/resellers/{resellerId}/{collection}',
    { resellerId: 'r', collection: 'organizations%3Abatch' },
  ],
  // Whichever of the two AWS picks: both refuse it alike.
  ['POST', `${below}/limits`, 'ANY /v3/resellers/{resellerId}/limits', { resellerId: 'r' }],
  ['POST', `${below}/organizations/o:restore`, `POST ${ofOrganizations}/{id}`, { resellerId: 'r', id: 'o:restore' }],
  ['POST', `${below}/organizations/o`, `POST ${ofOrganizations}/{id}`, { resellerId: 'r', id: 'o' }],
  ['POST', `${below}/organizations/by-external-id`, `POST ${ofOrganizations}/{id}`, { resellerId: 'r', id: 'by-external-id' }],
  ['POST', `${below}/organizations/by-external-id/x:restore`, '$default', {}],
  [
    'PUT',
    `${below}/organizations/by-external-id/x`,
    `PUT ${ofOrganizations}/by-external-id/{externalId}`,
    { resellerId: 'r', externalId: 'x' },
  ],
  [
    'PUT',
    `${below}/organizations/by-external-id/a:b`,
    `PUT ${ofOrganizations}/by-external-id/{externalId}`,
    { resellerId: 'r', externalId: 'a:b' },
  ],
  [
    'PUT',
    `${below}/organizations/by-external-id/a%2Fb`,
    `PUT ${ofOrganizations}/by-external-id/{externalId}`,
    { resellerId: 'r', externalId: 'a%2Fb' },
  ],
  ['PUT', `${below}/organizations/by-external-id/a/b`, '$default', {}],
  ['PUT', '/v3/resellers-by-external-id/x', 'PUT /v3/resellers-by-external-id/{externalId}', { externalId: 'x' }],
  ['PUT', '/v1/partners-by-external-id/a:b', 'PUT /v1/partners-by-external-id/{externalId}', { externalId: 'a:b' }],
  ['PUT', `${below}/organizations/o`, `ANY ${ofOrganizations}/{id}`, { resellerId: 'r', id: 'o' }],
  ['PUT', `${below}/organizations:batch`, '$default', {}],
  ['GET', `${below}/organizations:batch`, '$default', {}],
  ['GET', `${below}/limits`, 'ANY /v3/resellers/{resellerId}/limits', { resellerId: 'r' }],
  ['GET', `${below}/organizations`, `ANY ${ofOrganizations}`, { resellerId: 'r' }],
  ['GET', `${below}/organizations/o:restore`, `ANY ${ofOrganizations}/{id}`, { resellerId: 'r', id: 'o:restore' }],
];

describe('the route that is picked for', () => {
  const pick = routing(keys.map((routeKey) => ({ routeKey, functionArn: routeKey, timeoutMs: 30_000 })));
  it.each(CASES)('%s %s is %s', (method, path, routeKey, variables) => {
    const match = pick(method, path);
    expect([match?.route.routeKey, match?.variables]).toEqual([routeKey, variables]);
  });

  it('a path made of each route’s own words is that route', () => {
    for (const route of routes) {
      const [method = '', path = ''] = route.split(' ');
      expect(pick(method.replace('ANY', 'GET'), path.replace(/\{(\w+)\}/g, 'a-$1'))?.route.routeKey).toBe(route);
    }
  });
});

it('every operation whose path the gateway does not see whole is among them', () => {
  const picked = new Set(CASES.map(([, , routeKey]) => routeKey));
  const verbs = CONTRACTS.filter(({ path }) => gatewayPath(path) !== path).map(
    ({ method, path }) => `${gatewayMethod(method)} ${gatewayPath(path)}`,
  );
  expect(verbs.length).toBeGreaterThan(2);
  expect(verbs.filter((route) => !picked.has(route))).toEqual([]);
});

it('HEAD goes wherever GET goes: the route of a read takes all that its path has no other route for', () => {
  const pick = routing(keys.map((routeKey) => ({ routeKey, functionArn: routeKey, timeoutMs: 30_000 })));
  const reads = OPERATIONS.filter(({ contract: { method }, inFallback }) => method === 'GET' && !inFallback);
  expect(reads.length).toBeGreaterThan(15);
  for (const { contract } of reads) {
    const path = gatewayPath(contract.path).replace(/\{(\w+)\}/g, 'a-$1');
    const routesOf = ['GET', 'HEAD'].map((method) => pick(method, path)?.route.routeKey);
    expect(routesOf).toEqual([`ANY ${gatewayPath(contract.path)}`, `ANY ${gatewayPath(contract.path)}`]);
  }
  expect(pick('HEAD', '/')?.route.routeKey).toBe('$default');
});
