import { Readable } from 'node:stream';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as eventbridge from '@aws-sdk/client-eventbridge';
import * as secretsManager from '@aws-sdk/client-secrets-manager';
import * as sesv2 from '@aws-sdk/client-sesv2';
import * as sqs from '@aws-sdk/client-sqs';
import { jest } from '@jest/globals';
import * as dynamodbEngine from '../src/client-dynamodb.ts';
import * as eventbridgeEngine from '../src/client-eventbridge.ts';
import * as secretsManagerEngine from '../src/client-secrets-manager.ts';
import * as sesv2Engine from '../src/client-sesv2.ts';
import * as sqsEngine from '../src/client-sqs.ts';
import { ACCESS_KEY } from './differential/scripted-service.ts';
import type { Module } from './differential/service-tests.ts';

const REGIONS = [
  ...['eu-west-1', 'us-east-1', 'mx-central-1', 'ap-southeast-7', 'us-gov-west-1', 'us-gov-east-1', 'cn-north-1', 'cn-northwest-1'],
  ...['eusc-de-east-1', 'us-iso-east-1', 'us-isob-west-1', 'eu-isoe-west-1', 'us-isof-south-1', 'xx-new-1', 'us-gov-new-1'],
];

/** A service whose hosts are compared, and one of its calls. */
interface Case {
  readonly variable: string;
  readonly client: string;
  readonly command: string;
  readonly input?: object;
  /** The regions, unless these are all. */
  readonly regions?: readonly string[];
  readonly sdk: Module;
  readonly engine: Module;
}

const sqsCase: Case = { variable: 'SQS', client: 'SQSClient', command: 'SendMessageCommand', sdk: sqs as never, engine: sqsEngine };

/** A queue's address is followed in the same way in every region. */
const queueCase = (QueueUrl: string): Case => ({ ...sqsCase, input: { QueueUrl }, regions: ['eu-west-1', 'us-gov-west-1'] });

const SERVICES: Readonly<Record<string, Case>> = {
  dynamodb: {
    variable: 'DYNAMODB',
    client: 'DynamoDBClient',
    command: 'ListTablesCommand',
    sdk: dynamodb as never,
    engine: dynamodbEngine,
  },
  events: {
    variable: 'EVENTBRIDGE',
    client: 'EventBridgeClient',
    command: 'PutEventsCommand',
    sdk: eventbridge as never,
    engine: eventbridgeEngine,
  },
  secretsmanager: {
    variable: 'SECRETS_MANAGER',
    client: 'SecretsManagerClient',
    command: 'GetSecretValueCommand',
    sdk: secretsManager as never,
    engine: secretsManagerEngine,
  },
  ses: { variable: 'SESV2', client: 'SESv2Client', command: 'SendEmailCommand', sdk: sesv2 as never, engine: sesv2Engine },
  sqs: sqsCase,
  'sqs by the address of the queue': queueCase('https://sqs.eu-west-1.amazonaws.com/1/queue'),
  'sqs by an address with a port': queueCase('http://all.example:81/1/queue'),
  'sqs by the host of the configured endpoint': queueCase('http://service.example/1/queue'),
  'sqs by the name of a queue': queueCase('queue'),
  'sqs by an address without a host': queueCase('urn:queue'),
};

const endpointsOf = (variable: string): readonly Readonly<Record<string, string>>[] => [
  {},
  { AWS_ENDPOINT_URL: 'http://all.example' },
  { [variable]: 'https://service.example:8443/a/path' },
  { AWS_ENDPOINT_URL: 'http://all.example', [variable]: 'http://service.example/path/' },
  { AWS_ENDPOINT_URL: 'http://all.example', [variable]: '' },
  { AWS_ENDPOINT_URL: 'http://all.example', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
  { AWS_ENDPOINT_URL: 'http://all.example', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false' },
];

const FLAGS: readonly Readonly<Record<string, string>>[] = [
  {},
  { AWS_USE_FIPS_ENDPOINT: 'true' },
  { AWS_USE_DUALSTACK_ENDPOINT: 'true' },
  { AWS_USE_FIPS_ENDPOINT: 'true', AWS_USE_DUALSTACK_ENDPOINT: 'true' },
  { AWS_USE_FIPS_ENDPOINT: 'false', AWS_USE_DUALSTACK_ENDPOINT: 'false' },
  { AWS_USE_FIPS_ENDPOINT: 'yes', AWS_USE_DUALSTACK_ENDPOINT: '' },
];

const NAMES = [
  'AWS_ENDPOINT_URL',
  ...Object.values(SERVICES).map(({ variable }) => `AWS_ENDPOINT_URL_${variable}`),
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
  'AWS_USE_FIPS_ENDPOINT',
  'AWS_USE_DUALSTACK_ENDPOINT',
];
const before = { ...process.env };

// Thousands of clients, on a machine that may be busy.
jest.setTimeout(120_000);

const setEnvironment = (values: Readonly<Record<string, string | undefined>>): void => {
  for (const name of [...NAMES, 'AWS_REGION']) {
    const value = values[name];
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
};

afterAll(() => setEnvironment(before));

interface Request {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** Returns the address of a call and the scope of its signature, or the error. */
const addressOf = async ({ client, command, input = {} }: Case, by: Module): Promise<unknown> => {
  const seen: unknown[] = [];
  const handle = async ({ protocol, hostname, port, path, headers }: Request) => {
    const [, scope] = /Credential=[^/]*\/\d*\/([^,]*)/.exec(headers.authorization ?? '') ?? [];
    seen.push({ protocol, hostname, port, path, host: headers.host, scope });
    return { response: { statusCode: 200, headers: {}, body: Readable.from([]) } };
  };
  const Client = by[client] as new (options: object) => { readonly send: (command: unknown) => Promise<unknown> };
  const Command = by[command] as new (input: object) => unknown;
  try {
    await new Client({ credentials: ACCESS_KEY, maxAttempts: 1, requestHandler: { handle } }).send(new Command(input));
  } catch (error) {
    // The answer may not be one of the service.
    if (seen.length === 0) return (error as Error).message;
  }
  return seen;
};

test.each(Object.keys(SERVICES))(
  'requests to %s go where the SDK sends them, in all regions and whatever the environment says',
  async (name) => {
    // The SDK warns of the hosts of queues.
    const warned = jest.spyOn(console, 'warn').mockReturnValue(undefined);
    const service = SERVICES[name] as Case;
    for (const AWS_REGION of service.regions ?? REGIONS) {
      for (const endpoint of endpointsOf(`AWS_ENDPOINT_URL_${service.variable}`)) {
        for (const flags of FLAGS) {
          const environment = { AWS_REGION, ...endpoint, ...flags };
          setEnvironment(environment);
          const address = await addressOf(service, service.engine);
          expect({ environment, address }).toEqual({ environment, address: await addressOf(service, service.sdk) });
        }
      }
    }
    warned.mockRestore();
  },
);

test('without a region nothing is sent', async () => {
  setEnvironment({});
  expect(await addressOf(sqsCase, sqsEngine)).toBe('Region is missing');
});
