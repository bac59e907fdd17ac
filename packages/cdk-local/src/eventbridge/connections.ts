import { randomUUID } from 'node:crypto';
import type {
  ConnectionAuthResponseParameters,
  CreateConnectionAuthRequestParameters,
  CreateConnectionRequest,
  CreateConnectionResponse,
  DeauthorizeConnectionRequest,
  DeleteConnectionRequest,
  DescribeConnectionRequest,
  DescribeConnectionResponse,
  ListConnectionsRequest,
  ListConnectionsResponse,
  UpdateConnectionAuthRequestParameters,
  UpdateConnectionRequest,
} from '@aws-sdk/client-eventbridge';
import { alreadyExists, notFound, quotaReached, validationError } from '../base/aws-error.ts';
import { CONNECTION_SERVICE } from '../iam/service-linked-role.ts';
import { withoutSecrets } from './connection-secrets.ts';
import { page, required } from './input-checks.ts';
import { arnOf, type Connection, nameOf, type Registry } from './resources.ts';

type Hooks = {
  /** Runs `done` after the time an authorisation takes. */
  readonly afterAuthorising: (done: () => void) => void;
  /** Called when a connection's credentials change or are deleted. */
  readonly onChange: (arn: string) => void;
};

const newest = ({ createdAt, modifiedAt, authorizedAt }: Connection) => ({
  CreationTime: createdAt,
  LastModifiedTime: modifiedAt,
  LastAuthorizedTime: authorizedAt,
});

const summary = (connection: Connection): CreateConnectionResponse & { LastAuthorizedTime: Date | undefined } => ({
  ConnectionArn: connection.arn,
  ConnectionState: connection.state,
  ...newest(connection),
});

const described = (connection: Connection, parameters: ConnectionAuthResponseParameters): DescribeConnectionResponse => ({
  ...summary(connection),
  Name: connection.name,
  Description: connection.description,
  AuthorizationType: connection.type,
  SecretArn: connection.secretArn,
  AuthParameters: parameters,
});

const checkParameters = (type: string | undefined, given: CreateConnectionAuthRequestParameters | undefined) => {
  const members: Readonly<Record<string, object | undefined>> = {
    API_KEY: given?.ApiKeyAuthParameters,
    BASIC: given?.BasicAuthParameters,
    OAUTH_CLIENT_CREDENTIALS: given?.OAuthParameters,
  };
  if (given === undefined || members[required(type, 'authorizationType')] === undefined)
    throw validationError(`AuthParameters do not carry what authorization type ${type} needs.`);
  return given;
};

/** Every secret is optional in an update: what is absent stays. */
const merged = (old: CreateConnectionAuthRequestParameters, given: UpdateConnectionAuthRequestParameters | undefined) => ({
  ...old,
  ...Object.fromEntries(
    Object.entries(given ?? {}).map(([member, value]) => [
      member,
      { ...Object.entries(old).find(([name]) => name === member)?.[1], ...value },
    ]),
  ),
});

/** The connection of a name; throws `ResourceNotFoundException`. */
const findConnection = (registry: Registry, name: string | undefined): Connection => {
  const connection = registry.connections.get(required(name, 'name'));
  if (connection === undefined) throw notFound(`Failed to describe the connection(s). Connection '${name}' does not exist.`);
  return connection;
};

/** The connection of an ARN, if it still exists. */
export const connectionByArn = (registry: Registry, arn: string): Connection | undefined => {
  const connection = registry.connections.get(nameOf(arn.slice(0, arn.lastIndexOf('/'))));
  return connection?.arn === arn ? connection : undefined;
};

const newConnection = (registry: Registry, name: string, input: CreateConnectionRequest): Connection => {
  const id = randomUUID();
  const at = new Date();
  return {
    name,
    arn: arnOf(registry, `connection/${name}/${id}`),
    secretArn: `arn:aws:secretsmanager:${registry.region}:${registry.account}:secret:events!connection/${name}/${id}-${id.slice(0, 6)}`,
    description: input.Description,
    state: 'AUTHORIZING',
    type: input.AuthorizationType ?? 'API_KEY',
    parameters: checkParameters(input.AuthorizationType, input.AuthParameters),
    createdAt: at,
    modifiedAt: at,
    authorizedAt: undefined,
  };
};

/**
 * The control plane of connections, with AWS's inputs, outputs and errors: AUTHORIZING at first,
 * AUTHORIZED a while later; secrets never leave.
 */
export const connectionActions = (registry: Registry, hooks: Hooks) => {
  const store = (connection: Connection): CreateConnectionResponse => {
    registry.connections.set(connection.name, connection);
    registry.linkedServices.add(CONNECTION_SERVICE);
    hooks.onChange(connection.arn);
    hooks.afterAuthorising(() => {
      if (registry.connections.get(connection.name) !== connection) return;
      registry.connections.set(connection.name, { ...connection, state: 'AUTHORIZED', authorizedAt: new Date() });
    });
    return summary(connection);
  };

  return {
    createConnection(input: CreateConnectionRequest): CreateConnectionResponse {
      const name = required(input.Name, 'name');
      if (registry.connections.has(name)) throw alreadyExists(`Connection ${name}`);
      const { connections: quota } = registry.quotas;
      if (registry.connections.size >= quota) throw quotaReached(quota, 'connections');
      return store(newConnection(registry, name, input));
    },

    updateConnection(input: UpdateConnectionRequest): CreateConnectionResponse {
      const old = findConnection(registry, input.Name);
      const type = input.AuthorizationType ?? old.type;
      const parameters = checkParameters(type, merged(old.parameters, input.AuthParameters));
      const description = input.Description ?? old.description;
      return store({ ...old, type, parameters, description, state: 'AUTHORIZING', modifiedAt: new Date() });
    },

    describeConnection(input: DescribeConnectionRequest): DescribeConnectionResponse {
      const connection = findConnection(registry, input.Name);
      return described(connection, withoutSecrets(connection.parameters));
    },

    /** Removes the secrets; an update sets them again. */
    deauthorizeConnection(input: DeauthorizeConnectionRequest): CreateConnectionResponse {
      const connection: Connection = { ...findConnection(registry, input.Name), state: 'DEAUTHORIZED', parameters: {} };
      registry.connections.set(connection.name, connection);
      hooks.onChange(connection.arn);
      return summary(connection);
    },

    deleteConnection(input: DeleteConnectionRequest): CreateConnectionResponse {
      const connection = findConnection(registry, input.Name);
      registry.connections.delete(connection.name);
      hooks.onChange(connection.arn);
      return summary({ ...connection, state: 'DELETING' });
    },

    listConnections(input: ListConnectionsRequest): ListConnectionsResponse {
      const found = [...registry.connections.values()].filter(
        ({ name, state }) => name.startsWith(input.NamePrefix ?? '') && (input.ConnectionState ?? state) === state,
      );
      const { items, ...rest } = page(found, input);
      return { Connections: items.map((item) => ({ ...summary(item), Name: item.name, AuthorizationType: item.type })), ...rest };
    },
  };
};
