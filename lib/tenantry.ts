import type { Stack, StackProps } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { ManagedPolicy, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { ApiStack } from './api-stack.ts';
import { setFeatureFlags } from './base/feature-flags.ts';
import { stackName } from './base/stack-names.ts';
import { settingsOf } from './configuration/configuration.ts';
import { isLocalRun, LOCAL_OPERATOR_SECRET, STAGE_OVERRIDE } from './configuration/configuration-overrides.ts';
import { type Configuration, configurationSchema } from './configuration/configuration-schema.ts';
import { DataStack } from './data-stack.ts';
import type { StageConfiguration } from './generated/stage-configuration.ts';
import { operatorSecret, type ReadableSecret } from './identity/operator-secret.ts';

/** The name of the stage, and its configuration. */
export interface TenantryProps extends StageConfiguration {
  /** Lower-case letters, digits and hyphens, at most 20, a letter first: `prod`. */
  readonly stage: string;
}

/**
 * One installation: a stateful stack, which must outlive every deployment, and a stateless one,
 * which may be deployed again at any time.
 */
export class Tenantry extends Construct {
  /** The bus that events are published to. */
  readonly bus: IEventBus;
  /**
   * The single table. Grant no more than reading, and of the partitions that are needed: it also
   * has the tokens of webhooks and hashes of passwords. The API alone keeps its items consistent.
   */
  readonly table: ITable;
  /** The HTTP API: `url` has no slash at its end. */
  readonly api: { readonly url: string };
  /** The stack with the table, the bus, the signing keys and the user pool. */
  readonly dataStack: Stack;
  /** The stack with the API, the publisher and the webhooks. */
  readonly apiStack: Stack;
  private readonly createSecret: () => ReadableSecret;
  private secret: ReadableSecret | undefined;

  /**
   * Keys of the context that begin with `tenantry:` override properties, as in
   * `-c tenantry:restoreDays=7`.
   * @throws {ConfigurationError} which names every property that is not valid
   */
  constructor(scope: Construct, id: string, props: TenantryProps) {
    super(scope, id);
    const isHere = isLocalRun(this.node.tryGetContext(STAGE_OVERRIDE));
    if (isHere) requireAlone(this);
    const { stage, ...written } = isHere ? asLocal(props) : props;
    setFeatureFlags(this.node);
    const settings = settingsOf(stage, written, this.node.getAllContext());
    const { configuration } = settings;
    const shared = (part: 'Data' | 'Api') => ({
      ...settings,
      ...stackPropsOf(configuration),
      stackName: stackName(configuration.installation, part),
    });
    const data = new DataStack(this, 'Data', shared('Data'));
    const api = new ApiStack(this, 'Api', {
      ...shared('Api'),
      table: data.table,
      bus: data.bus,
      busDeadLetters: data.busDeadLetters,
      signingSecret: data.signingSecret,
      identity: data.identity,
      backupVaultName: data.backupVaultName,
    });
    for (const stack of [data, api]) applyBoundary(stack, configuration);
    this.bus = data.bus;
    this.table = data.table.resource;
    this.api = { url: api.url };
    this.dataStack = data;
    this.apiStack = api;
    this.createSecret = () => {
      if (isHere) return Secret.fromSecretNameV2(data, 'LocalOperator', LOCAL_OPERATOR_SECRET);
      if (data.identity) return operatorSecret(data.identity, configuration);
      throw new Error('With `jwt`, credentials are those of your issuer: give `api: { url, credentialsSecret }`.');
    };
  }

  /**
   * The credentials of the operator's client of the user pool, as `clientId`, `clientSecret` and
   * `tokenUrl`. The data stack has this secret from the first use on.
   * @throws {Error} with an issuer of your own
   */
  get operatorSecret(): ReadableSecret {
    this.secret ??= this.createSecret();
    return this.secret;
  }
}

/**
 * Returns the properties that also mean something on this machine; the others name what an account
 * has, such as its network, and who its users are.
 */
const LOCAL_KEYS = ['name', 'throttle', 'cors', 'restoreDays', 'webhookQuota', 'webhookQuotaPerTenant', 'webhookSuspendAfter'];

// What the schema does not know stays, so that it is refused here, too, and not when deploying.
const asLocal = (props: TenantryProps) => {
  const isKept = (key: string): boolean => LOCAL_KEYS.includes(key) || !Object.hasOwn(configurationSchema.properties, key);
  return { ...Object.fromEntries(Object.entries(props).filter(([key, value]) => value !== undefined && isKept(key))), stage: 'local' };
};

const requireAlone = (installation: Tenantry): void => {
  const other = installation.node.root.node.findAll().find((construct) => construct instanceof Tenantry && construct !== installation);
  if (!other) return;
  throw new Error(`\`tenantry start\` runs one installation, and this app has two: ${other.node.path} and ${installation.node.path}.`);
};

const stackPropsOf = ({ account, region, tags, terminationProtection }: Configuration): StackProps => ({
  env: { ...(account !== undefined && { account }), ...(region !== undefined && { region }) },
  tags: { ...tags },
  terminationProtection,
});

const applyBoundary = (stack: Stack, { permissionsBoundaryArn }: Configuration): void => {
  if (permissionsBoundaryArn === undefined) return;
  PermissionsBoundary.of(stack).apply(ManagedPolicy.fromManagedPolicyArn(stack, 'PermissionsBoundary', permissionsBoundaryArn));
};
