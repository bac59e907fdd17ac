import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { PARTITIONS } from '../../functions/shared/table/partitions.ts';

/** A parameter of CloudFormation in a text. */
const placeholder = (name: string): string => `\${${name}}`;

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface Role {
  readonly AssumeRolePolicyDocument: { readonly Statement: readonly Statement[] };
  readonly Policies: readonly { readonly PolicyName: string; readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[];
}

describe('the template of the roles', () => {
  const template = parse(readFileSync('examples/pipeline/github-roles.template.yaml', 'utf8'), { logLevel: 'silent' }) as {
    readonly Resources: Readonly<Record<'DeployRole' | 'DiffRole', { readonly Properties: Role }>>;
  };
  const { DeployRole, DiffRole } = template.Resources;
  const statementsOf = ({ Policies }: Role, name: string) =>
    Policies.find(({ PolicyName }) => PolicyName === name)?.PolicyDocument.Statement ?? [];
  const actionsOf = (statements: readonly Statement[]) => statements.flatMap(({ Action }) => Action);

  test('lets in only jobs in the environment of the stage, and of pull requests, of one repository', () => {
    const trusted = [DeployRole, DiffRole].map(({ Properties }) =>
      Properties.AssumeRolePolicyDocument.Statement.map(({ Condition }) => Condition),
    );
    const issuer = 'token.actions.githubusercontent.com';
    const only = (subject: string) => [{ StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com', [`${issuer}:sub`]: subject } }];
    expect(trusted).toEqual([
      only(`${placeholder('Subject')}:environment:${placeholder('Stage')}`),
      only(`${placeholder('Subject')}:pull_request`),
    ]);
  });

  test('lets a deployment assume two roles of cdk bootstrap, by the names that these have, and change nothing itself', () => {
    const bootstrap = readFileSync('node_modules/aws-cdk/lib/api/bootstrap/bootstrap-template.yaml', 'utf8');
    const [statement, ...others] = statementsOf(DeployRole.Properties, 'Deploy');
    const names = [statement?.Resource ?? []].flat().map((arn) => arn.split(':role/')[1] ?? '');
    expect([names.length, others]).toEqual([2, []]);
    for (const name of names) expect(bootstrap).toContain(`Fn::Sub: ${name}`);
    expect(actionsOf(statementsOf(DeployRole.Properties, 'Deploy'))).toEqual(['sts:AssumeRole']);
    expect(DeployRole.Properties.Policies.map(({ PolicyName }) => PolicyName)).toEqual(['Deploy', 'Doctor']);
  });

  test('lets the doctor look at what docs/operations.md says, and at no data of tenants', () => {
    const [, rights = ''] = /\*\*Rights\.\*\*([\s\S]*?)\n\n\*\*Token/.exec(readFileSync('docs/operations.md', 'utf8')) ?? [];
    const listed = rights
      .split(/\n- /)
      .slice(1)
      .flatMap((item) => {
        const words = [...item.matchAll(/`([\w:]+)`/g)].map(([, word = '']) => word);
        return words[0]?.includes(':') ? words : words.slice(1).map((action) => `${words[0]}:${action}`);
      });
    const given = statementsOf(DeployRole.Properties, 'Doctor');
    expect(actionsOf(given).toSorted()).toEqual(listed.toSorted());
    expect(given.find(({ Action }) => Action === 'dynamodb:GetItem')?.Condition).toEqual({
      'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': PARTITIONS.webhookQuotas },
    });
  });

  test('lets a pull request read the templates of the two stacks', () => {
    const [statement, ...others] = DiffRole.Properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
    expect(others).toEqual([]);
    expect(statement?.Action).toEqual(['cloudformation:DescribeStacks', 'cloudformation:ListStackResources', 'cloudformation:GetTemplate']);
    expect(statement?.Resource).toMatch(/:stack\/\$\{StackPrefix\}-\$\{Stage\}-\*\/\*$/);
  });
});
