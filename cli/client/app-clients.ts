import {
  AddUserPoolClientSecretCommand,
  type CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolClientSecretCommand,
  DescribeUserPoolClientCommand,
  ListUserPoolClientSecretsCommand,
  ListUserPoolClientsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { everyPage } from '../shared/every-page.ts';

/** The id and a secret of an app client. */
export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** An app client as the list shows it. */
export interface AppClient {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
}

const TOKEN_MINUTES = 15;

/** Creates the operations on the app clients of one user pool. */
export const appClients = (cognito: CognitoIdentityProviderClient, UserPoolId: string) => ({
  create: async (ClientName: string, scopes: readonly string[]): Promise<Credentials> => {
    const { UserPoolClient: made } = await cognito.send(
      new CreateUserPoolClientCommand({
        ...{ UserPoolId, ClientName, GenerateSecret: true, PreventUserExistenceErrors: 'ENABLED' },
        ...{ AllowedOAuthFlows: ['client_credentials'], AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthScopes: [...scopes] },
        ...{ AccessTokenValidity: TOKEN_MINUTES, TokenValidityUnits: { AccessToken: 'minutes' } },
      }),
    );
    return credentials(made?.ClientId, made?.ClientSecret);
  },

  list: async (): Promise<readonly AppClient[]> => {
    const clients = await everyPage(async (start) => {
      const { UserPoolClients: items = [], NextToken: next } = await cognito.send(
        new ListUserPoolClientsCommand({ UserPoolId, MaxResults: 60, ...start }),
      );
      return { items, next };
    });
    const found: AppClient[] = [];
    for (const { ClientId = '', ClientName = '' } of clients) {
      // The list has no scopes. One at a time: Cognito takes few of these calls a second.
      const { UserPoolClient: detail } = await cognito.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
      found.push({ id: ClientId, name: ClientName, scopes: detail?.AllowedOAuthScopes ?? [] });
    }
    return found;
  },

  /** False when there is no such client (any more). */
  remove: async (ClientId: string): Promise<boolean> => {
    try {
      await cognito.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }));
      return true;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return false;
      throw error;
    }
  },

  addSecret: async (ClientId: string): Promise<Credentials> => {
    if ((await secretsOf(cognito, UserPoolId, ClientId)).length > 1) {
      throw new Error(`The client ${ClientId} has two secrets already: retire the older one first.`);
    }
    const { ClientSecretDescriptor: made } = await cognito.send(new AddUserPoolClientSecretCommand({ UserPoolId, ClientId }));
    return credentials(ClientId, made?.ClientSecretValue);
  },

  retireSecret: async (ClientId: string): Promise<void> => {
    const [oldest, ...others] = await secretsOf(cognito, UserPoolId, ClientId);
    if (others.length === 0) throw new Error(`The client ${ClientId} has one secret only: rotate first.`);
    await cognito.send(new DeleteUserPoolClientSecretCommand({ UserPoolId, ClientId, ClientSecretId: oldest?.ClientSecretId }));
  },
});

/** Lists the secrets of a client, the oldest first; Cognito does not return their values. */
const secretsOf = async (cognito: CognitoIdentityProviderClient, UserPoolId: string, ClientId: string) => {
  const { ClientSecrets = [] } = await cognito.send(new ListUserPoolClientSecretsCommand({ UserPoolId, ClientId }));
  return ClientSecrets.toSorted((one, other) => Number(one.ClientSecretCreateDate) - Number(other.ClientSecretCreateDate));
};

const credentials = (clientId: string | undefined, clientSecret: string | undefined): Credentials => {
  if (!clientId || !clientSecret) throw new Error('Cognito answered without the id or the secret of the client');
  return { clientId, clientSecret };
};
