import { modelViolations } from '@tenantry/cdk-local/aws-model/check';
import { CONTRACTS } from '../../functions/operations.ts';
import { CHALLENGE_ALIAS } from '../../functions/shared/endpoint/challenge-alias.ts';
import { gatewayPath } from '../../functions/shared/http/verbs.ts';
import { FORMATS } from '../../lib/configuration/formats.ts';
import { violationsOfUrl } from '../support/service-model.ts';
import { propertiesOf, templatesOf } from './installation-template.ts';
import { INSTALLATIONS, type InstallationName } from './installations.ts';

/** The call by which CloudFormation makes a resource of a type. */
const OPERATIONS = {
  'AWS::Events::Rule': 'PutRule',
  'AWS::Events::Connection': 'CreateConnection',
  'AWS::Events::ApiDestination': 'CreateApiDestination',
  'AWS::Events::EventBus': 'CreateEventBus',
  'AWS::Events::Archive': 'CreateArchive',
} as const;

/** The literal part of properties: what only a deployment resolves is absent. */
const literal = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(literal);
  if (typeof value === 'string' && value.startsWith('{{resolve:')) return undefined;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  if (entries.some(([name]) => name === 'Ref' || name.startsWith('Fn::'))) return undefined;
  return Object.fromEntries(entries.map(([name, item]) => [name, literal(item)]));
};

const inputOf = ({ EventPattern, ...properties }: Readonly<Record<string, unknown>>) => ({
  ...(literal(properties) as object),
  ...(EventPattern !== undefined && { EventPattern: JSON.stringify(EventPattern) }),
  // CloudFormation has a list of tags of its own.
  Tags: undefined,
});

it.each(Object.keys(INSTALLATIONS) as InstallationName[])('%s deploys nothing in EventBridge that its service model refuses', (name) => {
  const { data, api } = templatesOf(name);
  const refused = Object.entries(OPERATIONS).flatMap(([type, operation]) =>
    propertiesOf(type, data, api).flatMap((properties) => modelViolations('events', operation, inputOf(properties))),
  );
  expect(refused.filter((violation) => !violation.startsWith('Value null'))).toEqual([]);
  const targets = propertiesOf('AWS::Events::Rule', data, api).map(({ Targets }) => ({ Rule: 'x', Targets: literal(Targets ?? [{}]) }));
  expect(targets.length).toBeGreaterThan(0);
  const violations = targets.flatMap((input) => modelViolations('events', 'PutTargets', input));
  expect(violations.filter((violation) => !violation.startsWith('Value null'))).toEqual([]);
});

it.each([
  ['https://hooks.acme.test/a?b=c&d=%20', true],
  ['https://hooks.acme.test/a|b', false],
  ['https://hooks.acme.test/{id}', false],
  ['https://hooks.acme.test/?x=[1]', false],
  ['https://bücher.acme.test/', false],
  ['https://hooks.acme.test/a%', false],
  // The model takes it, as a placeholder.
  ['https://hooks.acme.test/*/x', false],
])('the URL %s of an operator endpoint is taken: %s', (url, taken) => {
  expect(['endpoint-url', 'token-url'].map((name) => FORMATS[name]?.accepts(url))).toEqual([taken, taken]);
  if (taken) expect(violationsOfUrl(url)).toEqual([]);
});

it('the integration of every operation with a caller restores the challenge of a 401 from its alias', () => {
  const { api } = templatesOf('dev');
  const restoring = propertiesOf('AWS::ApiGatewayV2::Integration', api).filter(({ ResponseParameters }) => ResponseParameters);
  const guarded = CONTRACTS.filter(({ access }) => access !== 'public').map(({ method, path }) => `${method} ${gatewayPath(path)}`);
  expect(restoring).toHaveLength(guarded.length);
  for (const { ResponseParameters } of restoring) {
    expect(ResponseParameters).toEqual({
      401: {
        ResponseParameters: [{ Destination: 'overwrite:header.www-authenticate', Source: `$response.header.${CHALLENGE_ALIAS}` }],
      },
    });
  }
});
