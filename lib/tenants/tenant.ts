import { CustomResource, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { DriftPolicy, TenantProperties, TenantType } from '../../functions/tenants-as-code/contract.ts';
import { requireProps } from '../base/require-props.ts';
import { resolveApi, type TenantryApi, type TenantryInstallation } from './tenant-api.ts';
import { providerOf } from './tenant-provider.ts';

/** The properties that every kind of tenant has. */
export interface TenantProps {
  /** The installation: a `Tenantry` of this app, or an address with credentials. */
  readonly api: TenantryInstallation | TenantryApi;
  /** The id in your own system, which may change: the tenant stays the same. */
  readonly externalId: string;
  /**
   * Takes over a tenant that has the external id already, instead of failing. It then gets the
   * fields that are declared. Default: false.
   */
  readonly adopt?: boolean;
  /**
   * The fate of the tenant when it is no longer declared. `RETAIN` leaves it. `DESTROY` deletes it:
   * an organization can be restored, a reseller must be empty, a partner is deactivated. Default:
   * it is left, except an organization or reseller that a deployment creates before it fails.
   */
  readonly removalPolicy?: RemovalPolicy.RETAIN | RemovalPolicy.DESTROY;
  /** Overwrites fields that were changed outside, or fails. Default: `overwrite`. */
  readonly driftPolicy?: DriftPolicy;
}

interface TenantSettings {
  readonly type: TenantType;
  readonly parent: string | undefined;
}

/** A tenant of an installation, made and changed by the deployments of a stack. */
export abstract class Tenant extends Construct {
  /** The id that the API gave it. */
  readonly id: string;
  /** Its address in the API. */
  readonly url: string;
  /** The fields that were changed outside, as the latest update has found them, or `none`. */
  readonly drift: string;

  constructor(scope: Construct, id: string, { api, externalId, ...props }: TenantProps, { type, parent }: TenantSettings) {
    super(scope, id);
    requireProps(this, { api, externalId, ...props }, ['api', 'externalId']);
    const { adopt = false, removalPolicy, driftPolicy = 'overwrite', ...fields } = props;
    const { url, credentialsSecret } = resolveApi(this, api);
    const provider = providerOf(this);
    provider.grantRead(credentialsSecret);
    const properties: TenantProperties = {
      ApiUrl: url,
      CredentialsSecret: credentialsSecret.secretArn,
      ExternalId: externalId,
      ...(parent !== undefined && { Parent: parent }),
      Fields: fields,
      ...(adopt && { Adopt: true }),
      DriftPolicy: driftPolicy,
    };
    const resource = new CustomResource(this, 'Resource', {
      serviceToken: provider.serviceToken,
      resourceType: type,
      properties,
      serviceTimeout: Duration.minutes(15),
      removalPolicy: policyOf(adopt, removalPolicy),
    });
    // The role's rights are in the role, but those on a key may be elsewhere.
    resource.node.addDependency(provider);
    this.id = resource.ref;
    this.url = resource.getAttString('Url');
    this.drift = resource.getAttString('Drift');
  }
}

// CloudFormation itself retains: it sends no Delete. `RetainExceptOnCreate` deletes what the very
// deployment that fails has created, which the next one would find in its way.
const policyOf = (adopt: boolean, removalPolicy: TenantProps['removalPolicy']): RemovalPolicy => {
  if (!adopt) return removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
  if (removalPolicy === RemovalPolicy.DESTROY)
    throw new Error(
      '`adopt` and `RemovalPolicy.DESTROY` exclude each other: a deployment that fails would delete what it took over. Remove `adopt` once it is deployed.',
    );
  return RemovalPolicy.RETAIN;
};
