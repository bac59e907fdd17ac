import { httpApiDefinition } from '../src/http-api/definition.ts';
import { openAccess } from '../src/iam/access.ts';
import { mayInvokeForRoute } from '../src/iam/service-rights.ts';
import type { TemplateResource } from '../src/template/assembly.ts';
import { readModel } from '../src/template/model.ts';
import { allow, permission, role } from './rights.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:S-Function';
const ROLE = 'arn:aws:iam::000000000000:role/S-Role';
const ROUTE = 'arn:aws:execute-api:us-east-1:000000000000:S-Http/$default/GET/orders';

const modelOf = (Resources: Readonly<Record<string, TemplateResource>>) =>
  readModel(
    [{ name: 'S', template: { Resources }, assets: new Map(), environment: 'aws://unknown-account/unknown-region' }],
    () => undefined,
  );

const read = (resources: Readonly<Record<string, TemplateResource>>) => {
  const access = openAccess({ onDenied: () => undefined, warn: () => undefined });
  access.read(modelOf(resources), () => undefined);
  return access;
};

const mayInvoke = (
  target: { readonly functionArn: string; readonly roleArn?: string },
  resources: Readonly<Record<string, TemplateResource>>,
) => mayInvokeForRoute(read(resources), target, ROUTE);

describe('a route whose integration has a role', () => {
  const byRole = { functionArn: FUNCTION, roleArn: ROLE };
  const invoke = allow('lambda:InvokeFunction', FUNCTION);

  test('runs a function that the role may invoke', () => {
    expect(mayInvoke(byRole, { Role: role('apigateway', invoke) })).toBe(true);
  });

  test.each([
    ['another function', { Role: role('apigateway', allow('lambda:InvokeFunction', `${FUNCTION}2`)) }],
    ['a role that API Gateway cannot assume', { Role: role('lambda', invoke) }],
    [
      'a role without rights, although the function permits API Gateway',
      { Role: role('apigateway'), P: permission('Function', 'apigateway') },
    ],
    ['a role that is not there', {}],
  ])('runs nothing with %s', (_, resources) => {
    expect(mayInvoke(byRole, resources)).toBe(false);
  });
});

test('a route without a role runs a function that permits API Gateway, and no other', () => {
  const permitted = { Function: { Type: 'AWS::Lambda::Function', Properties: {} }, P: permission('Function', 'apigateway') };
  expect(mayInvoke({ functionArn: FUNCTION }, permitted)).toBe(true);
  expect(mayInvoke({ functionArn: FUNCTION }, { Role: role('apigateway', allow('lambda:InvokeFunction', FUNCTION)) })).toBe(false);
});

describe('the credentials of an integration', () => {
  const routesWith = (CredentialsArn?: string) => {
    const Integration = {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ...{ ApiId: { Ref: 'Http' }, IntegrationType: 'AWS_PROXY', IntegrationUri: FUNCTION, PayloadFormatVersion: '2.0' },
        ...(CredentialsArn !== undefined && { CredentialsArn }),
      },
    };
    const Target = { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] };
    const { resources } = modelOf({
      Http: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } },
      Integration,
      Route: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Http' }, RouteKey: 'GET /orders', Target } },
    });
    const [api] = resources.filter(({ type }) => type === 'AWS::ApiGatewayV2::Api');
    return api && httpApiDefinition(api, resources).routes;
  };

  test('are the role of its routes, if it has any', () => {
    expect(routesWith(ROLE)).toEqual([expect.objectContaining({ functionArn: FUNCTION, roleArn: ROLE })]);
    expect(routesWith()?.[0]).not.toHaveProperty('roleArn');
  });

  test("of the caller's own identity are refused", () => {
    expect(() => routesWith('arn:aws:iam::*:user/*')).toThrow('are no role, the only credentials');
  });
});
