import { Readable } from 'node:stream';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { HttpResponse } from '@smithy/core/protocols';
import * as engine from '../src/client-dynamodb.ts';
import { ACCESS_KEY } from './differential/scripted-service.ts';

const REGIONS = [
  ...['eu-west-1', 'us-east-1', 'mx-central-1', 'ap-southeast-7', 'us-gov-west-1', 'us-gov-east-1', 'cn-north-1', 'cn-northwest-1'],
  ...['eusc-de-east-1', 'us-iso-east-1', 'us-isob-west-1', 'eu-isoe-west-1', 'us-isof-south-1', 'xx-new-1'],
];

const ENDPOINTS: readonly Readonly<Record<string, string>>[] = [
  {},
  { AWS_ENDPOINT_URL: 'http://all.example' },
  { AWS_ENDPOINT_URL_DYNAMODB: 'https://table.example:8443/a/path' },
  { AWS_ENDPOINT_URL: 'http://all.example', AWS_ENDPOINT_URL_DYNAMODB: 'http://table.example/path/' },
  { AWS_ENDPOINT_URL: 'http://all.example', AWS_ENDPOINT_URL_DYNAMODB: '' },
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
  'AWS_ENDPOINT_URL_DYNAMODB',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
  'AWS_USE_FIPS_ENDPOINT',
  'AWS_USE_DUALSTACK_ENDPOINT',
];
const before = { ...process.env };

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
  readonly headers: Readonly<Record<string, string>>;
}

/** Returns the address of a call and the scope of its signature, or the error. */
const addressOf = async ({ DynamoDBClient, ListTablesCommand }: typeof SDK): Promise<unknown> => {
  let seen: unknown;
  const handle = async ({ protocol, hostname, port, path, headers }: Request) => {
    const [, scope] = /Credential=[^/]*\/\d*\/([^,]*)/.exec(headers.authorization ?? '') ?? [];
    seen = { protocol, hostname, port, path, host: headers.host, scope };
    return { response: new HttpResponse({ statusCode: 200, headers: {}, body: Readable.from([]) }) };
  };
  const client = new DynamoDBClient({ credentials: ACCESS_KEY, maxAttempts: 1, requestHandler: { handle } as never });
  try {
    await client.send(new ListTablesCommand({}));
  } catch (error) {
    return (error as Error).message;
  }
  return seen;
};

const SDK = { DynamoDBClient, ListTablesCommand };

test.each(REGIONS)('requests of %s go where the SDK sends them, whatever the environment says', async (AWS_REGION) => {
  for (const endpoint of ENDPOINTS) {
    for (const flags of FLAGS) {
      const environment = { AWS_REGION, ...endpoint, ...flags };
      setEnvironment(environment);
      const expected = await addressOf(SDK);
      expect({ environment, address: await addressOf(engine as unknown as typeof SDK) }).toEqual({ environment, address: expected });
    }
  }
});

test('without a region nothing is sent', async () => {
  setEnvironment({});
  expect(await addressOf(engine as unknown as typeof SDK)).toBe('Region is missing');
});
