import { join } from 'node:path';
import { type Fixture, temporaryDirectory, writeAssembly } from '@tenantry/cdk-local/test/assembly-fixture';
import { LOGGING, permission, role } from '@tenantry/cdk-local/test/rights';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { startTenantry, type TenantryRuntime } from '../../local/tenantry-runtime.ts';

const CODE = `export const handler = async ({ rawPath }) =>
  rawPath === '/keys' ? (await fetch(process.env.JWKS_URI)).json() : process.env;`;

const verifier = (Variables: Readonly<Record<string, string>>) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    ...{ Code: { S3Key: 'code.zip' }, Handler: 'index.handler', Runtime: 'nodejs24.x' },
    ...{ Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, Environment: { Variables } },
  },
});
const integration = (logicalId: string) => ({
  Type: 'AWS::ApiGatewayV2::Integration',
  Properties: {
    ...{ ApiId: { Ref: 'Http' }, IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' },
    IntegrationUri: { 'Fn::GetAtt': [logicalId, 'Arn'] },
  },
});
const route = (RouteKey: string, logicalId: string) => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: { ApiId: { Ref: 'Http' }, RouteKey, Target: { 'Fn::Join': ['', ['integrations/', { Ref: logicalId }]] } },
});

let folder: Fixture;
let assembly: Fixture;
let runtime: TenantryRuntime;

beforeAll(async () => {
  folder = temporaryDirectory();
  assembly = writeAssembly(
    {
      App: {
        Resources: {
          Role: role('lambda', LOGGING),
          ...{ Verifier: verifier({ JWKS_URI: 'https://issuer.example/keys' }), Other: verifier({}) },
          ...{ VerifierPermission: permission('Verifier', 'apigateway'), OtherPermission: permission('Other', 'apigateway') },
          Http: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'app', ProtocolType: 'HTTP' } },
          Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Http' }, StageName: '$default', AutoDeploy: true } },
          ...{ ToVerifier: integration('Verifier'), ToOther: integration('Other') },
          ...{ Keys: route('GET /keys', 'ToVerifier'), Environment: route('GET /environment', 'ToOther') },
        },
      },
    },
    { code: CODE },
  );
  runtime = await startTenantry({
    ...{ assembly: assembly.directory, port: 0, stateDir: join(folder.directory, 'state') },
    ...{ environment: { OVERRIDE: 'yes' }, on: {} },
  });
});
afterAll(async () => {
  await runtime.stop();
  assembly.remove();
  folder.remove();
});

const json = async (path: string) => (await fetch(runtime.url + path)).json() as Promise<Record<string, unknown>>;

test('a function that verifies tokens finds the key set by which local tokens verify', async () => {
  const keys = createLocalJWKSet((await json('/keys')) as unknown as JSONWebKeySet);
  const token = await runtime.mintToken({ permissions: ['reseller:read'], reseller: 'r', partner: 7 });
  const { payload } = await jwtVerify(token, keys, { issuer: 'https://local.tenantry.test', audience: 'tenantry' });
  expect(payload).toMatchObject({ sub: 'local-operator', permissions: ['reseller:read'], reseller_id: 'r', partner_id: 7 });
});

test('a function that verifies none has no key set, and every function has the overrides', async () => {
  const environment = await json('/environment');
  expect(environment).not.toHaveProperty('JWKS_URI');
  expect(environment).toMatchObject({ OVERRIDE: 'yes' });
});
