import { App, Stack } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Tenantry } from '../../lib/index.ts';
import { templatesOf } from './installation-template.ts';
import { INSTALLATIONS } from './installations.ts';
import { stageConfiguration } from './stage-configuration.ts';

const { email } = stageConfiguration;
const appWith = (context: object = {}): App =>
  new App({ context: { 'aws:cdk:bundling-stacks': [], ...context }, builtinCloudFormationValidation: false });
const LOCALLY = { 'tenantry:stage': 'local' };

/** Runs an app as `tenantry start` does. */
const started = <T>(run: () => T): T => {
  process.env.TENANTRY_LOCAL_RUN = '1';
  try {
    return run();
  } finally {
    delete process.env.TENANTRY_LOCAL_RUN;
  }
};

test('the flags of an app around the installation change nothing in it', () => {
  const { stage, changes } = INSTALLATIONS.dev;
  const app = appWith({ '@aws-cdk/aws-iam:minimizePolicies': false });
  const { apiStack } = new Tenantry(app, 'Tenantry', { stage, ...stageConfiguration, ...changes });
  expect(app.synth().getStackArtifact(apiStack.artifactId).template).toEqual(templatesOf('dev').api);
});

test('a text in place of an ARN that only a deployment knows is taken, and another text is refused', () => {
  const app = appWith();
  const { topicArn } = new Topic(new Stack(app, 'Alarms'), 'Topic');
  expect(() => new Tenantry(app, 'Tenantry', { stage: 'dev', email, alarmTopicArn: topicArn })).not.toThrow();
  expect(() => new Tenantry(appWith(), 'Tenantry', { stage: 'dev', email, alarmTopicArn: 'Topic' })).toThrow(
    'must be the ARN of an SNS topic',
  );
});

test('on this machine it is the stage local, without what an account has', () => {
  const jwt = { issuer: 'https://id.acme.test', audience: 'acme', jwksUri: 'https://id.acme.test/keys' };
  const alarmTopicArn = 'arn:aws:sns:eu-west-1:111111111111:alarms';
  const props = { stage: 'prod', email, jwt, region: 'eu-west-1', alarmTopicArn, name: 'acme' };
  const { dataStack, apiStack } = started(() => new Tenantry(appWith(LOCALLY), 'Tenantry', props));
  expect([dataStack.stackName, apiStack.stackName]).toEqual(['Acme-local-Data', 'Acme-local-Api']);
  expect(apiStack.environment).toBe('aws://unknown-account/unknown-region');
});

test('on this machine a property with a typing error is refused as when deploying', () => {
  const props = { stage: 'dev', email, throtle: { burst: 1, ratePerSecond: 1 } };
  expect(() => started(() => new Tenantry(appWith(LOCALLY), 'Tenantry', props))).toThrow(
    'throtle: is not a known key; did you mean throttle?',
  );
});

test('without a stage it says that one is required', () => {
  expect(() => new Tenantry(appWith(), 'Tenantry', { email } as never)).toThrow('stage: is required, such as dev or prod');
});

test('on this machine an app has one installation', () => {
  const app = appWith(LOCALLY);
  started(() => new Tenantry(app, 'One', { stage: 'dev', email }));
  expect(() => started(() => new Tenantry(app, 'Two', { stage: 'prod', email }))).toThrow('this app has two: One and Two');
});

test('a context alone, such as that of a cdk.json, makes nothing the stage of this machine', () => {
  const advice = 'Only `tenantry start` sets `tenantry:stage`: remove it from cdk.json';
  expect(() => new Tenantry(appWith(LOCALLY), 'Tenantry', { stage: 'prod', email })).toThrow(advice);
  expect(() => new Tenantry(appWith({ 'tenantry:stage': 'prod' }), 'Tenantry', { stage: 'dev', email })).toThrow(advice);
});
