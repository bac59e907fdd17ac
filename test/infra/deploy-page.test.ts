import { readFileSync } from 'node:fs';
import { markedRows } from '../support/markdown.ts';
import { only, type Template, templatesOf } from './installation-template.ts';

const page = readFileSync('docs/deploy.md', 'utf8');

/** The services of the table, with the beginnings of their types. */
const SERVICES = [
  ['DynamoDB', 'DynamoDB'],
  ['Lambda', 'Lambda'],
  ['IAM', 'IAM'],
  ['API Gateway', 'ApiGatewayV2'],
  ['EventBridge', 'Events'],
  ['Schema registry', 'EventSchemas'],
  ['SQS', 'SQS'],
  ['CloudWatch', 'CloudWatch'],
  ['CloudWatch Logs', 'Logs'],
  ['Cognito', 'Cognito'],
  ['Secrets Manager', 'SecretsManager'],
  ['Systems Manager', 'SSM'],
  ['SES', 'SES'],
] as const;

type Counts = ReadonlyMap<string, number>;

const countsOf = ({ Resources }: Template, isCounted = (_: Template['Resources'][string]) => true): Counts => {
  const types = Object.values(Resources).filter(isCounted);
  return new Map([...Map.groupBy(types, ({ Type }) => Type)].map(([type, of]) => [type, of.length]));
};

const without = (counts: Counts, others: Counts): Counts =>
  new Map([...counts].map(([type, count]) => [type, count - (others.get(type) ?? 0)] as const).filter(([, count]) => count > 0));

const sum = (counts: Counts): number => [...counts.values()].reduce((total, count) => total + count, 0);

// The configuration of the tests has three operator endpoints.
const OF_ENDPOINTS: Counts = new Map(['Rule', 'Connection', 'ApiDestination'].map((type) => [`AWS::Events::${type}`, 3]));
const { data, api } = templatesOf('prod');
const created = { data: countsOf(data), api: without(countsOf(api), OF_ENDPOINTS) };
const kept = countsOf({ ...data, Resources: { ...data.Resources, ...api.Resources } }, ({ DeletionPolicy }) => DeletionPolicy === 'Retain');

const typesOf = (service: string): readonly string[] =>
  [...new Set([...created.data.keys(), ...created.api.keys()])]
    .filter((type) => type.split('::')[1] === service)
    .toSorted((one, other) => one.localeCompare(other, 'en'));

test('docs/deploy.md counts what is created, of every type, as the templates of prod do, and those of dev are as many', () => {
  const shown = (count: number | undefined) => (count === undefined ? '' : String(count));
  const types = SERVICES.flatMap(([title, service]) =>
    typesOf(service).map((type, index) => [
      ...[index === 0 ? title : '', type.split('::')[2] ?? ''],
      ...[created.data, created.api, kept].map((counts) => shown(counts.get(type))),
    ]),
  );
  const all = ['all', '', ...[created.data, created.api, kept].map((counts) => String(sum(counts)))];
  expect(markedRows(page, 'created')).toEqual([['service', 'type', '`Data`', '`Api`', 'stays'], ...types, all]);
  expect(new Set([...created.data.keys(), ...created.api.keys()].map((type) => type.split('::')[1]))).toEqual(
    new Set(SERVICES.map(([, service]) => service)),
  );
  const dev = templatesOf('dev');
  expect([countsOf(dev.data), countsOf(dev.api)]).toEqual([countsOf(data), countsOf(api)]);
});

test('an operator endpoint adds a rule, a connection and an API destination, and nothing else', () => {
  const [few, many] = [templatesOf('everyOption'), templatesOf('everyEndpoint')].map((templates) => countsOf(templates.api));
  expect(without(many ?? new Map(), few ?? new Map())).toEqual(new Map([...OF_ENDPOINTS.keys()].map((type) => [type, 47])));
});

test('the quotas that it names are used as it says', () => {
  const roles = (created.data.get('AWS::IAM::Role') ?? 0) + (created.api.get('AWS::IAM::Role') ?? 0);
  expect(page).toContain(`\`Api\` has ${sum(created.api)} of the [500 resources`);
  expect(page).toContain(`- ${roles} of the [1,000 roles]`);
  expect(page).toContain(`- ${created.api.get('AWS::ApiGatewayV2::Route')} of the [300 routes]`);
  expect(page).toMatch(
    new RegExp(`\`aws sqs delete-queue\` for ${['none', 'one', 'two', 'three', 'four', 'five'][kept.get('AWS::SQS::Queue') ?? 0]} queues`),
  );
});

test('the commands for a restored table set what the template sets and a restore leaves out', () => {
  const { Properties } = only(data, 'AWS::DynamoDB::Table');
  expect(Properties).toMatchObject({
    StreamSpecification: { StreamViewType: /StreamViewType=(\w+)/.exec(page)?.[1] },
    TimeToLiveSpecification: { AttributeName: /Enabled=true,AttributeName=(\w+)/.exec(page)?.[1], Enabled: true },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: page.includes('PointInTimeRecoveryEnabled=true') },
    DeletionProtectionEnabled: page.includes('--deletion-protection-enabled'),
  });
});
