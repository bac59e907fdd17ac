import { Aws, Duration, Fn, RemovalPolicy, type Resource, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  FeaturePlan,
  Mfa,
  OAuthScope,
  UserPool,
  type UserPoolClient,
  type UserPoolResourceServer,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { RESOURCE_SERVER } from '../../functions/shared/contract/permissions.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';
import type { TenantryTable } from '../data/tenantry-table.ts';
import { ClientBinding } from './client-binding.ts';
import { identityScopes } from './identity-scopes.ts';

interface IdentityProps {
  readonly table: TenantryTable;
  readonly configuration: Configuration;
}

/**
 * Issues tokens when there is no other issuer: a user pool without users, whose app clients are the
 * calling programs, and the operator's own.
 */
export class Identity extends Construct {
  /** The `iss` of its tokens. */
  readonly issuer: string;
  readonly resourceServer = RESOURCE_SERVER;
  /** The outputs that an operator needs to get a token and to create clients. */
  readonly outputs: Readonly<Record<'UserPoolId' | 'MachineClientId' | 'TokenUrl', string>>;
  /** The client of the operator. */
  readonly operator: UserPoolClient;
  /** The function that binds its tokens. */
  readonly binding: ClientBinding;

  constructor(scope: Construct, id: string, { table, configuration }: IdentityProps) {
    super(scope, id);

    const pool = userPool(this, configuration);
    const scopes = [...identityScopes()];
    const server = pool.addResourceServer('Api', { identifier: RESOURCE_SERVER, userPoolResourceServerName: 'Tenantry', scopes });
    const operator = pool.addClient('Operator', {
      generateSecret: true,
      // Bound to no tenant, with every scope.
      oAuth: { flows: { clientCredentials: true }, scopes: scopes.map((each) => OAuthScope.resourceServer(server, each)) },
      // A token cannot be revoked: a removed or changed binding applies to the next one.
      accessTokenValidity: Duration.minutes(15),
      preventUserExistenceErrors: true,
    });
    this.operator = operator;
    const domain = pool.addDomain('Domain', { cognitoDomain: { domainPrefix: `tenantry-${ownPartOfStackId()}` } });
    if (configuration.retainData) retain(pool, server as UserPoolResourceServer, operator, domain);
    this.binding = new ClientBinding(this, 'Binding', { pool, table, configuration });

    this.issuer = `https://cognito-idp.${Aws.REGION}.${Aws.URL_SUFFIX}/${pool.userPoolId}`;
    this.outputs = {
      UserPoolId: pool.userPoolId,
      MachineClientId: operator.userPoolClientId,
      TokenUrl: `${domain.baseUrl()}/oauth2/token`,
    };
  }
}

const userPool = (scope: Construct, { retainData }: Configuration): UserPool => {
  const pool = new UserPool(scope, 'Pool', {
    // Only from this plan on can a trigger add claims to the tokens of machines.
    featurePlan: FeaturePlan.ESSENTIALS,
    // Nobody signs in here. These settings apply if somebody is let in later.
    selfSignUpEnabled: false,
    accountRecovery: AccountRecovery.NONE,
    mfa: Mfa.REQUIRED,
    mfaSecondFactor: { otp: true, sms: false },
    passwordPolicy: { minLength: 12, requireDigits: true, requireLowercase: true, requireUppercase: true, requireSymbols: true },
    deletionProtection: retainData,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  Validations.of(pool).acknowledge({
    id: 'AwsSolutions::AwsSolutions-COG8',
    reason: 'The Plus plan protects people who sign in against stolen passwords; this pool has app clients only.',
  });
  return pool;
};

const retain = (...resources: readonly Resource[]): void => {
  for (const resource of resources) resource.applyRemovalPolicy(RemovalPolicy.RETAIN);
};

/**
 * Returns a part of the stack id: a prefix is unique in its Region, among all accounts, and must
 * contain no name that Cognito forbids.
 */
const ownPartOfStackId = (): string => Fn.select(0, Fn.split('-', Fn.select(2, Fn.split('/', Aws.STACK_ID))));
