import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ManagedPolicy, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { statementsIn } from '../../lib/checks/statements.ts';
import { Tenantry } from '../../lib/tenantry.ts';
import type { TenantryApi, TenantryInstallation } from '../../lib/tenants/tenant-api.ts';
import { TenantryOrganization } from '../../lib/tenants/tenantry-organization.ts';
import { TenantryPartner } from '../../lib/tenants/tenantry-partner.ts';
import { TenantryReseller, type TenantryResellerProps } from '../../lib/tenants/tenantry-reseller.ts';
import { KEY } from './every-option.ts';
import { type Template as Json, propertiesOf, resourcesOf } from './installation-template.ts';
import { stageConfiguration } from './stage-configuration.ts';

const newApp = () => new App({ context: { 'aws:cdk:bundling-stacks': [] }, builtinCloudFormationValidation: false });
const jsonOf = (stack: Stack): Json => Template.fromStack(stack).toJSON() as unknown as Json;

const fields = { email: 'a@acme.test', allowedUsers: 5 };
const reseller = (stack: Stack, id: string, api: TenantryInstallation | TenantryApi, more: Partial<TenantryResellerProps> = {}) =>
  new TenantryReseller(stack, id, { ...{ api, ...fields, externalId: id, name: id, allowedOrganizations: 1 }, ...more });

const elsewhere = (): { readonly stack: Stack; readonly api: TenantryApi } => {
  const stack = new Stack(newApp(), 'Tenants');
  const credentialsSecret = Secret.fromSecretCompleteArn(
    stack,
    'Credentials',
    'arn:aws:secretsmanager:eu-west-1:111111111111:secret:it-AbCdEf',
  );
  return { stack, api: { url: 'https://api.acme.test/', credentialsSecret } };
};

it('all tenants of a stack share one function, which may read the credentials and write its log', () => {
  const { stack, api } = elsewhere();
  const acme = reseller(stack, 'Acme', api);
  new TenantryOrganization(stack, 'Head', { api, reseller: acme, ...fields, externalId: 'o', name: 'Head' });
  const json = jsonOf(stack);
  expect(propertiesOf('AWS::Lambda::Function', json)).toHaveLength(2);
  const actions = propertiesOf('AWS::IAM::Role', json)
    .flatMap(statementsIn)
    .flatMap(({ Action }) => Action);
  expect(new Set(actions)).toEqual(
    new Set([
      ...['sts:AssumeRole', 'logs:CreateLogStream', 'logs:PutLogEvents', 'lambda:InvokeFunction', 'lambda:GetFunction'],
      ...['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
    ]),
  );
  expect(JSON.stringify(json)).not.toContain('ManagedPolicyArns');
  const [[, one] = [], [, other] = []] = [
    ...resourcesOf(json, 'Custom::TenantryReseller'),
    ...resourcesOf(json, 'Custom::TenantryOrganization'),
  ];
  expect(one?.Properties).toMatchObject({ ApiUrl: 'https://api.acme.test', ExternalId: 'Acme', Fields: { name: 'Acme', ...fields } });
  expect(other?.Properties).toMatchObject({ Parent: { Ref: expect.stringContaining('Acme') } });
  expect(other?.Properties.ServiceToken).toEqual(one?.Properties.ServiceToken);
});

it('a tenant is retained unless its creation fails; a partner and one that was taken over always; `DESTROY` destroys', () => {
  const { stack, api } = elsewhere();
  reseller(stack, 'Kept', api);
  reseller(stack, 'Adopted', api, { adopt: true });
  reseller(stack, 'Gone', api, { removalPolicy: RemovalPolicy.DESTROY });
  const contact = {
    userName: 'ada',
    firstName: 'Ada',
    lastName: 'L',
    email: 'a@acme.test',
    phone: '+14155552671',
    userRole: 'Partner User',
  } as const;
  new TenantryPartner(stack, 'North', { api, externalId: 'north', name: 'North', contact });
  const json = jsonOf(stack);
  const resources = ['Custom::TenantryReseller', 'Custom::TenantryPartner'].flatMap((type) => resourcesOf(json, type));
  const policies = resources.map(([, resource]) => [
    (resource as { readonly DeletionPolicy?: string }).DeletionPolicy,
    (resource as { readonly UpdateReplacePolicy?: string }).UpdateReplacePolicy,
  ]);
  expect(policies).toEqual([
    ['RetainExceptOnCreate', 'Retain'],
    ['Retain', 'Retain'],
    ['Delete', 'Delete'],
    ['Retain', 'Retain'],
  ]);
});

it('an installation of the app gives its address, and a secret whose client secret no template has', () => {
  const app = newApp();
  const tenantry = new Tenantry(app, 'Tenantry', { stage: 'dev', ...stageConfiguration, kmsKeyArn: KEY });
  const stack = new Stack(app, 'Mine');
  PermissionsBoundary.of(stack).apply(ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess'));
  reseller(stack, 'Acme', tenantry);
  reseller(stack, 'Other', tenantry);
  const [data, mine] = [jsonOf(tenantry.dataStack), jsonOf(stack)];

  const secrets = propertiesOf('AWS::SecretsManager::Secret', data).filter(({ SecretString }) => SecretString);
  expect(secrets).toHaveLength(1);
  expect(secrets[0]).toMatchObject({ KmsKeyId: KEY });
  expect(JSON.stringify(secrets[0]?.SecretString)).toMatch(/"clientSecret\\":\\"",\{"Fn::GetAtt":\["Identity[^"]*","ClientSecret"\]\}/);
  expect(JSON.stringify([mine, (data as { readonly Outputs?: object }).Outputs])).not.toContain('ClientSecret');
  expect(stack.dependencies).toContain(tenantry.apiStack);
  expect(JSON.stringify(propertiesOf('AWS::IAM::Role', mine))).toContain('kms:Decrypt');
  expect(propertiesOf('AWS::IAM::Role', mine).filter(({ PermissionsBoundary: bound }) => !bound)).toEqual([]);
});

it('with an issuer of its own, an installation asks for credentials', () => {
  const app = newApp();
  const jwt = { issuer: 'https://id.acme.test', audience: 'tenantry', jwksUri: 'https://id.acme.test/jwks', operatorScope: 'operator' };
  const tenantry = new Tenantry(app, 'Tenantry', { stage: 'dev', ...stageConfiguration, jwt });
  expect(() => reseller(new Stack(app, 'Mine'), 'Acme', tenantry)).toThrow('give `api: { url, credentialsSecret }`');
});

it('a tenant without a property that it needs is refused by its path', () => {
  const stack = new Stack(newApp(), 'Mine');
  const api = { url: 'https://api.acme.test', credentialsSecret: Secret.fromSecretNameV2(stack, 'Secret', 'acme') };
  const fields = { name: 'Fab', email: 'it@fab.example', allowedUsers: 4 };
  expect(() => new TenantryOrganization(stack, 'A', { api, externalID: 'a', ...fields } as never)).toThrow(
    'Mine/A: the property externalId is required; did you write externalID for it?',
  );
  expect(() => new TenantryOrganization(stack, 'B', { api, externalId: 'b', ...fields } as never)).toThrow(
    'Mine/B: the property reseller is required',
  );
});
