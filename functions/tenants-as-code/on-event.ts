import { deadlineSignal } from '../shared/base/deadline.ts';
import { once } from '../shared/base/once.ts';
import { backgroundHandler } from '../shared/endpoint/background-handler.ts';
import { logger } from '../shared/endpoint/observe.ts';
import { type Applied, createTenant, type Deps, deleteTenant, updateTenant } from './apply.ts';
import { NO_DRIFT, type TenantProperties, type TenantType } from './contract.ts';
import { clientSource } from './credentials.ts';
import { readDeclaration } from './declaration.ts';
import { TENANT_KINDS } from './kinds.ts';

/** A request of CloudFormation, as the provider framework passes it on. */
type TenantEvent = {
  readonly ResourceType: TenantType;
  readonly RequestId: string;
  readonly ResourceProperties: TenantProperties;
} & (
  | { readonly RequestType: 'Create' }
  | { readonly RequestType: 'Update'; readonly PhysicalResourceId: string; readonly OldResourceProperties: TenantProperties }
  | { readonly RequestType: 'Delete'; readonly PhysicalResourceId: string }
);

interface Answer {
  readonly PhysicalResourceId: string;
  readonly Data?: Readonly<Record<'Id' | 'Url' | 'Drift', string>>;
}

const clients = once(clientSource);

/** Makes a tenant of the API what a stack declares. The physical id is the id of the entity. */
export const handler = backgroundHandler(async (event: TenantEvent): Promise<Answer> => {
  const { ResourceType, RequestId, RequestType, ResourceProperties: properties } = event;
  const kind = TENANT_KINDS[ResourceType];
  const client = await clients()(properties.ApiUrl, properties.CredentialsSecret);
  const signal = deadlineSignal();
  const deps = { kind, client, requestId: RequestId, ...(signal && { signal }) };
  if (event.RequestType === 'Delete') {
    await deleteTenant(event.PhysicalResourceId, readDeclaration(properties, kind.fields), deps);
    logger.info('tenant deleted', { kind: kind.noun, id: event.PhysicalResourceId });
    return { PhysicalResourceId: event.PhysicalResourceId };
  }
  const { entity, drift } = await apply(event, deps);
  const id = String(entity.id);
  logger.info('tenant applied', { kind: kind.noun, request: RequestType, id, version: entity.version });
  if (drift.length > 0) logger.warn('tenant drifted', { kind: kind.noun, id, fields: drift });
  const url = `${properties.ApiUrl}${kind.path({ parent: properties.Parent, id })}`;
  return { PhysicalResourceId: id, Data: { Id: id, Url: url, Drift: drift.join(', ') || NO_DRIFT } };
});

const apply = (event: Exclude<TenantEvent, { readonly RequestType: 'Delete' }>, deps: Deps): Promise<Applied> => {
  const desired = readDeclaration(event.ResourceProperties, deps.kind.fields);
  if (event.RequestType === 'Create') return createTenant(desired, deps);
  const former = readDeclaration(event.OldResourceProperties, deps.kind.fields);
  const isOtherApi = event.OldResourceProperties.ApiUrl !== event.ResourceProperties.ApiUrl;
  return updateTenant(event.PhysicalResourceId, former, desired, { ...deps, isOtherApi });
};
