import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { UserPool } from './user-pool.ts';

type Input = Readonly<Record<string, unknown>>;

/**
 * What the pool answers an action of the Cognito API; throws the name of the error it refuses with.
 */
const actionsOf = (pool: UserPool): Readonly<Record<string, (input: Input) => unknown>> => {
  const client = (id: unknown) => {
    const found = pool.clients.get(String(id));
    if (!found) throw new Error('ResourceNotFoundException');
    return found;
  };
  const described = (id: string) => {
    const { name, scopes, secrets } = client(id);
    return { UserPoolClient: { ClientId: id, ClientName: name, ClientSecret: secrets[0]?.value, AllowedOAuthScopes: scopes } };
  };
  return {
    CreateUserPoolClient: ({ ClientName, AllowedOAuthScopes }) =>
      described(pool.addClient(String(ClientName), AllowedOAuthScopes as readonly string[])),
    DescribeUserPoolClient: ({ ClientId }) => described(String(ClientId)),
    // One a page, so that whoever asks has to ask again.
    ListUserPoolClients: ({ NextToken = '0' }) => {
      const [at, all] = [Number(NextToken), [...pool.clients]];
      const next = at + 1 < all.length ? { NextToken: String(at + 1) } : {};
      return { UserPoolClients: all.slice(at, at + 1).map(([ClientId, { name }]) => ({ ClientId, ClientName: name })), ...next };
    },
    DeleteUserPoolClient: ({ ClientId }) => {
      client(ClientId);
      pool.clients.delete(String(ClientId));
      return {};
    },
    ListUserPoolClientSecrets: ({ ClientId }) => ({
      ClientSecrets: client(ClientId)
        .secrets.toReversed()
        .map(({ id, at }) => ({ ClientSecretId: id, ClientSecretCreateDate: at })),
    }),
    AddUserPoolClientSecret: ({ ClientId }) => {
      client(ClientId);
      const { id, value, at } = pool.addSecret(String(ClientId));
      return { ClientSecretDescriptor: { ClientSecretId: id, ClientSecretValue: value, ClientSecretCreateDate: at } };
    },
    DeleteUserPoolClientSecret: ({ ClientId, ClientSecretId }) => {
      const { secrets } = client(ClientId);
      secrets.splice(
        secrets.findIndex(({ id }) => id === ClientSecretId),
        1,
      );
      return {};
    },
  };
};

/**
 * Serves a pool on loopback: its keys, its token address, the Cognito API, and CloudFormation with
 * one stack that tells `outputs`.
 */
export const serveUserPool = async (pool: UserPool, stackName: string, outputs: () => Readonly<Record<string, string>>) => {
  const actions = actionsOf(pool);

  const token = async (request: IncomingMessage, form: URLSearchParams): Promise<[number, object]> => {
    const credentials = Buffer.from((request.headers.authorization ?? '').slice('Basic '.length), 'base64').toString();
    const [id = '', secret = ''] = credentials.split(':');
    const client = pool.clients.get(id);
    if (!client?.secrets.some(({ value }) => value === secret)) return [400, { error: 'invalid_client' }];
    if (form.get('grant_type') !== 'client_credentials') return [400, { error: 'unsupported_grant_type' }];
    const scopes = form.get('scope')?.split(' ') ?? client.scopes;
    if (!scopes.every((scope) => client.scopes.includes(scope))) return [400, { error: 'invalid_scope' }];
    return [200, { access_token: await pool.token(id, scopes), expires_in: 900, token_type: 'Bearer' }];
  };
  const cognito = (action: string, body: string): [number, object] => {
    try {
      return [200, actions[action]?.(JSON.parse(body) as Input) as object];
    } catch (error) {
      return [400, { __type: (error as Error).message, message: 'refused' }];
    }
  };
  const answer = async (request: IncomingMessage): Promise<[number, object | string]> => {
    const body = await text(request);
    const target = request.headers['x-amz-target'];
    if (request.url === '/jwks.json') return [200, pool.jwks()];
    if (request.url === '/oauth2/token') return token(request, new URLSearchParams(body));
    if (typeof target === 'string') return cognito(target.split('.')[1] ?? '', body);
    return new URLSearchParams(body).get('StackName') === stackName ? [200, stack(outputs())] : [400, NO_STACK];
  };
  const server = createServer(async (request, response) => {
    const [status, content] = await answer(request);
    const [type, written] = typeof content === 'string' ? ['text/xml', content] : ['application/x-amz-json-1.1', JSON.stringify(content)];
    response.writeHead(status, { 'content-type': type }).end(written);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    environment: {
      ...{ AWS_ENDPOINT_URL_CLOUDFORMATION: url, AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: url, AWS_REGION: 'eu-west-1' },
      ...{ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
      ...{ JWT_PROFILE: 'cognito', JWT_ISSUER: pool.issuer, JWKS_URI: `${url}/jwks.json`, JWT_RESOURCE_SERVER: 'tenantry' },
      JWT_CLOCK_TOLERANCE_SECONDS: '30',
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const stack = (outputs: Readonly<Record<string, string>>): string => {
  const members = Object.entries(outputs).map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  return `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks><member>
    <StackName>s</StackName><StackStatus>CREATE_COMPLETE</StackStatus><CreationTime>2026-11-22T14:15:22Z</CreationTime>
    <Outputs>${members.join('')}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;
};

const NO_STACK = `<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error><Type>Sender</Type><Code>ValidationError</Code>
  <Message>Stack does not exist</Message></Error></ErrorResponse>`;
