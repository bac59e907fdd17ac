import { OPERATOR_SCOPE, PERMISSIONS } from '../../functions/shared/contract/permissions.ts';
import { propertiesOf, resourcesOf, templatesOf } from './installation-template.ts';
import { jwt } from './stage-configuration.ts';

const { data, api } = templatesOf('dev');
const prod = templatesOf('prod');
const own = templatesOf('ownIssuer');
const only = (type: string, template = data) => {
  const [[id, resource] = ['', undefined], ...others] = resourcesOf(template, type);
  expect(others).toEqual([]);
  return { id, ...(resource?.Properties ?? {}), DeletionPolicy: resource?.DeletionPolicy } as Readonly<Record<string, unknown>>;
};
const variablesOf = (template: typeof api) =>
  propertiesOf('AWS::Lambda::Function', template)
    .map(({ Environment }) => (Environment as { readonly Variables: Readonly<Record<string, unknown>> }).Variables)
    .filter(({ JWT_PROFILE }) => JWT_PROFILE);

describe('an installation without an issuer of its own', () => {
  const pool = only('AWS::Cognito::UserPool');

  it('has a user pool that nobody can sign up at, and whose tokens of machines are bound by a trigger', () => {
    const [[bind] = []] = resourcesOf(data, 'AWS::Lambda::Function');
    expect(pool).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: 'ON',
      UserPoolTier: 'ESSENTIALS',
      LambdaConfig: { PreTokenGenerationConfig: { LambdaArn: { 'Fn::GetAtt': [bind, 'Arn'] }, LambdaVersion: 'V3_0' } },
    });
    expect(only('AWS::Lambda::Permission')).toMatchObject({
      ...{ Action: 'lambda:InvokeFunction', Principal: 'cognito-idp.amazonaws.com' },
      ...{ FunctionName: { 'Fn::GetAtt': [bind, 'Arn'] }, SourceArn: { 'Fn::GetAtt': [pool.id, 'Arn'] } },
    });
    expect(only('AWS::Lambda::Function')).toMatchObject({ Timeout: 5 });
  });

  it('has every permission as a scope that says what it allows, and one for the operator', () => {
    const { Scopes } = only('AWS::Cognito::UserPoolResourceServer') as { readonly Scopes: readonly Readonly<Record<string, string>>[] };
    expect(Scopes.map(({ ScopeName }) => ScopeName)).toEqual([...PERMISSIONS, OPERATOR_SCOPE]);
    for (const { ScopeName, ScopeDescription } of Scopes) {
      // CreateResourceServer: what names and descriptions of scopes may be.
      expect(ScopeName).toMatch(/^[\x21\x23-\x2E\x30-\x5B\x5D-\x7E]{1,256}$/);
      expect(ScopeDescription).toMatch(/^.{10,256}$/);
    }
  });

  it('has a client of the operator with a secret, every scope and tokens of a quarter of an hour', () => {
    const server = only('AWS::Cognito::UserPoolResourceServer').id;
    expect(only('AWS::Cognito::UserPoolClient')).toMatchObject({
      ...{ AllowedOAuthFlows: ['client_credentials'], AllowedOAuthFlowsUserPoolClient: true, GenerateSecret: true },
      AllowedOAuthScopes: [...PERMISSIONS, OPERATOR_SCOPE].map((scope) => ({ 'Fn::Join': ['', [{ Ref: server }, `/${scope}`]] })),
      ...{ AccessTokenValidity: 15, TokenValidityUnits: { AccessToken: 'minutes' } },
    });
  });

  it('tells where tokens are had, at an address that no other installation has', () => {
    const { UserPoolId, MachineClientId, TokenUrl } = data.Outputs;
    expect(UserPoolId?.Value).toEqual({ Ref: pool.id });
    expect(MachineClientId?.Value).toEqual({ Ref: only('AWS::Cognito::UserPoolClient').id });
    const { id, Domain } = only('AWS::Cognito::UserPoolDomain');
    expect(TokenUrl?.Value).toEqual({
      'Fn::Join': ['', ['https://', { Ref: id }, '.auth.', { Ref: 'AWS::Region' }, '.amazoncognito.com/oauth2/token']],
    });
    expect(JSON.stringify(Domain)).toContain('{"Ref":"AWS::StackId"}');
  });

  it('verifies tokens of that pool', () => {
    const every = variablesOf(api);
    expect(every.length).toBeGreaterThan(30);
    for (const { JWT_ISSUER, JWKS_URI, ...variables } of every) {
      expect(variables).toMatchObject({ JWT_PROFILE: 'cognito', JWT_RESOURCE_SERVER: 'tenantry', JWT_CLOCK_TOLERANCE_SECONDS: '30' });
      expect(variables).not.toHaveProperty('JWT_AUDIENCE');
      const issuer = ['https://cognito-idp.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }, '/', expect.anything()];
      expect(JWT_ISSUER).toEqual({ 'Fn::Join': ['', issuer] });
      expect(JSON.stringify(JWT_ISSUER)).toContain(`ExportsOutputRef${pool.id}`);
      expect(JWKS_URI).toEqual({ 'Fn::Join': ['', [...issuer, '/.well-known/jwks.json']] });
    }
  });

  it('keeps its clients in prod when the stack goes', () => {
    for (const type of ['UserPool', 'UserPoolResourceServer', 'UserPoolClient', 'UserPoolDomain']) {
      expect(only(`AWS::Cognito::${type}`, prod.data).DeletionPolicy).toBe('Retain');
    }
    expect(only('AWS::Cognito::UserPool', prod.data).DeletionProtection).toBe('ACTIVE');
    expect(pool.DeletionPolicy).toBe('Delete');
  });
});

describe('an installation with an issuer of its own', () => {
  it('has no user pool and no function that makes tokens', () => {
    expect(Object.values(own.data.Resources).filter(({ Type }) => /Cognito|Lambda/.test(Type))).toEqual([]);
  });

  it('verifies its tokens, by the claims that the configuration names', () => {
    for (const variables of variablesOf(own.api)) {
      expect(variables).toMatchObject({
        ...{ JWT_PROFILE: 'oidc', JWT_ISSUER: jwt.issuer, JWT_AUDIENCE: jwt.audience, JWKS_URI: jwt.jwksUri },
        ...{
          JWT_RESELLER_CLAIM: 'reseller_id',
          JWT_PARTNER_CLAIM: 'partner_id',
          JWT_PERMISSIONS_CLAIMS: 'roles',
          JWT_OPERATOR_SCOPE: '"platform"',
        },
        JWT_CLOCK_TOLERANCE_SECONDS: '5',
      });
    }
  });
});
