import { propertiesOf, resourcesOf, templatesOf } from './installation-template.ts';

const { data } = templatesOf('ownBus');
const policies = resourcesOf(data, 'AWS::Events::EventBusPolicy');
const statementOf = (name: string) =>
  policies.find(([, { Properties }]) => Properties.StatementId === `Subscribers${name}`)?.[1].Properties.Statement;

describe('the policy of the bus', () => {
  it('exists only for accounts that the configuration names', () => {
    expect(resourcesOf(templatesOf('dev').data, 'AWS::Events::EventBusPolicy')).toEqual([]);
    expect(policies).toHaveLength(4);
  });

  it('lets these accounts make rules of the events of tenants, and change those that they made', () => {
    const accounts = ['arn:aws:iam::222222222222:root', 'arn:aws:iam::333333333333:root'];
    const isOwn = { 'events:creatorAccount': `\${aws:PrincipalAccount}` };
    const rules = { 'Fn::Join': ['', ['arn:aws:events:eu-west-1:111111111111:rule/', expect.anything(), '/*']] };
    expect(statementOf('PutRule')).toEqual({
      ...{ Effect: 'Allow', Action: 'events:PutRule', Principal: { AWS: accounts }, Resource: rules },
      Condition: {
        StringEqualsIfExists: isOwn,
        'ForAllValues:StringLike': { 'events:source': ['tenantry', 'tenantry.snapshot.*'] },
        Null: { 'events:source': 'false' },
      },
    });
    const manage = statementOf('ManageRules') as { readonly Action: readonly string[]; readonly Condition: object };
    expect(manage).toMatchObject({ Effect: 'Allow', Principal: { AWS: accounts }, Resource: rules });
    expect(manage.Condition).toEqual({ StringEqualsIfExists: isOwn });
    expect(manage.Action).toEqual(expect.arrayContaining(['events:PutTargets', 'events:DeleteRule', 'events:RemoveTargets']));
    expect(manage.Action.filter((action) => /Put(?:Events|Rule|Permission)|\*/.test(action))).toEqual([]);
  });

  it('refuses them to put events, whatever another statement allows', () => {
    expect(statementOf('RefusePutEvents')).toMatchObject({ Effect: 'Deny', Action: 'events:PutEvents' });
  });

  it('refuses them the names of rules for which queues and roles of the installation are open', () => {
    const { api } = templatesOf('ownBus');
    const open = [...propertiesOf('AWS::SQS::QueuePolicy', api), ...propertiesOf('AWS::IAM::Role', api)].flatMap((properties) =>
      [...JSON.stringify(properties).matchAll(/"\/((?:[a-z]+-)+\*)"/g)].map(([, name]) => name),
    );
    const refused = statementOf('RefuseNames') as { readonly Resource: readonly unknown[] };
    expect(refused).toMatchObject({ Effect: 'Deny', Action: ['events:PutRule', 'events:PutTargets'] });
    const names = refused.Resource.map((arn) => /"\/([^"]+)"/.exec(JSON.stringify(arn))?.[1]);
    expect(names).toEqual([expect.stringMatching(/^[a-z-]+-\*$/), 'operator-*']);
    expect(new Set(open)).toEqual(new Set(names));
  });

  it('is changed one statement after the other', () => {
    const before = policies.map(([, { DependsOn }]) => DependsOn ?? []);
    expect(before).toEqual([[], [policies[0]?.[0]], [policies[1]?.[0]], [policies[2]?.[0]]]);
  });
});

it('the name of the bus is a parameter, for stacks that subscribe', () => {
  const [parameter] = propertiesOf('AWS::SSM::Parameter', templatesOf('dev').data);
  expect(parameter).toMatchObject({ Name: '/tenantry/tenantry-dev/bus', Type: 'String' });
});
