import { once } from '../../functions/shared/base/once.ts';
import { checkAlarms } from './aws/alarms.ts';
import { checkBus, checkRules } from './aws/bus.ts';
import { checkCanary } from './aws/canary.ts';
import type { Clients } from './aws/clients.ts';
import { checkConcurrency } from './aws/concurrency.ts';
import { checkConnections } from './aws/connections.ts';
import { checkDeadLetters } from './aws/dead-letters.ts';
import { checkEmail } from './aws/email.ts';
import { checkEventSources } from './aws/event-sources.ts';
import { checkEventBridgeQuotas } from './aws/eventbridge-quotas.ts';
import { checkFunctions, findSetting, readFunctions } from './aws/functions.ts';
import type { Installation } from './aws/installation.ts';
import { checkLogs } from './aws/logs.ts';
import { checkOperatorScope } from './aws/operator-scope.ts';
import { checkPublisherLag } from './aws/publisher-lag.ts';
import { checkTable, checkTableSafety, checkTimeToLive, repairOf } from './aws/table.ts';
import { checkWebhookQuota } from './aws/webhook-quota.ts';
import { type Finding, skip } from './finding.ts';
import { checkKeySet } from './http/key-set.ts';
import { checkTokenEndpoint } from './http/token-endpoint.ts';
import type { Check } from './run.ts';

/** An installation that was found in AWS, and how to ask for more of it. */
export interface Account {
  readonly clients: Clients;
  readonly installation: Installation;
  readonly now: Date;
}

/** Creates the checks that need AWS; without an account, each is a row that says why. */
export const awsChecks = (account: Account | undefined, reason: string): readonly Check[] =>
  Object.entries(account ? createChecks(account) : skipChecks(reason)).map(([name, look]) => ({ name, look }));

type Looks = Readonly<Record<(typeof NAMES)[number], () => Promise<Finding>>>;

const NAMES = [
  ...([
    'functions',
    'concurrency',
    'event sources',
    'table',
    'table safety',
    'expiry',
    'bus',
    'rules',
    'connections',
    'dead letters',
  ] as const),
  ...([
    'publisher lag',
    'canary',
    'alarms',
    'logs',
    'webhook quota',
    'EventBridge quotas',
    'e-mail',
    'issuer',
    'operator scope',
    'token endpoint',
  ] as const),
] as const;

const skipChecks = (reason: string): Looks => Object.fromEntries(NAMES.map((name) => [name, async () => skip(reason)])) as unknown as Looks;

const createChecks = ({ clients, installation, now }: Account): Looks => {
  const { cloudFormation, cloudWatch, dynamoDb, eventBridge, lambda, ses, sqs } = clients;
  const { outputs, ofType, stage } = installation;
  const table = outputs.TableName ?? '';
  const repair = repairOf(table, ofType('AWS::DynamoDB::Table'));
  const functions = once(() => readFunctions(lambda, ofType('AWS::Lambda::Function').filter(isOurs)));
  const withSetting = async (name: string, look: (value: string) => Promise<Finding>): Promise<Finding> => {
    const value = findSetting(await functions(), name);
    return value === undefined ? skip(`no function has the setting ${name}`) : look(value);
  };
  const publisher = ofType('AWS::Lambda::Function').find(({ logicalId }) => logicalId.startsWith('PublisherPublish'))?.physicalId ?? '';
  return {
    functions: async () => checkFunctions(await functions()),
    concurrency: () => checkConcurrency(lambda),
    'event sources': () => checkEventSources(lambda, ofType('AWS::Lambda::EventSourceMapping')),
    table: () => checkTable(dynamoDb, table, repair),
    'table safety': () => checkTableSafety(dynamoDb, table, stage, repair),
    expiry: () => checkTimeToLive(dynamoDb, table, repair),
    bus: () => checkBus(eventBridge, installation),
    rules: () => checkRules(eventBridge, installation),
    connections: () => checkConnections(eventBridge, installation),
    'dead letters': () => checkDeadLetters(sqs, ofType('AWS::SQS::Queue')),
    'publisher lag': () => checkPublisherLag(cloudWatch, publisher, now),
    canary: () => checkCanary(clients, installation, now),
    alarms: () => checkAlarms(cloudWatch, ofType('AWS::CloudWatch::Alarm')),
    logs: async () => checkLogs(cloudFormation, installation, await functions()),
    'webhook quota': () => withSetting('WEBHOOK_QUOTA', (quota) => checkWebhookQuota(dynamoDb, table, Number(quota))),
    'EventBridge quotas': () => checkEventBridgeQuotas(eventBridge, installation),
    'e-mail': () => withSetting('EMAIL_FROM', (sender) => checkEmail(ses, sender)),
    issuer: () => withSetting('JWKS_URI', checkKeySet),
    'operator scope': async () => checkOperatorScope(await functions()),
    'token endpoint': async () => {
      const address = outputs.TokenUrl;
      return address === undefined ? skip('the configuration names an issuer') : checkTokenEndpoint(address);
    },
  };
};

// CDK's own functions, such as those of custom resources, are not of the installation.
const isOurs = ({ logicalId }: { readonly logicalId: string }): boolean => !/^(?:Custom|LogRetention|AWS)/.test(logicalId);
