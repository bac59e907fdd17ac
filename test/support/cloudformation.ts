import { randomUUID } from 'node:crypto';
import type { CustomResourceResponse, providerFramework } from './provider-framework.ts';

/** A custom resource of a template. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export type TemplateResources = Readonly<Record<string, TemplateResource>>;

interface Deployed {
  readonly resource: TemplateResource;
  readonly properties: object;
  readonly id: string;
  readonly data: Readonly<Record<string, string>>;
}

/** The end of a deployment: the reason that a resource has failed for, if one has. */
export interface Outcome {
  readonly failure?: string;
}

type Provider = ReturnType<typeof providerFramework>;

/**
 * A CloudFormation for custom resources alone: it creates what is new, updates what differs,
 * deletes what is gone or was replaced, and rolls all of it back when one of them fails. A template
 * names a resource after those that it refers to.
 */
export const cloudFormation = (provider: Provider) => {
  const deployed = new Map<string, Deployed>();
  const replaced: (readonly [name: string, former: Deployed])[] = [];

  const request = (type: 'Create' | 'Update' | 'Delete', name: string, resource: TemplateResource, more: object) =>
    provider({
      ...{ RequestType: type, RequestId: randomUUID(), ResourceType: resource.Type, LogicalResourceId: name },
      ...{ ResourceProperties: {}, ...more },
    });

  const put = async (name: string, resource: TemplateResource): Promise<string | undefined> => {
    const properties = asText(resolve(resource.Properties, deployed)) as object;
    const former = deployed.get(name);
    if (former && JSON.stringify(former.properties) === JSON.stringify(properties)) return undefined;
    const response = former
      ? await request('Update', name, resource, {
          PhysicalResourceId: former.id,
          ResourceProperties: properties,
          OldResourceProperties: former.properties,
        })
      : await request('Create', name, resource, { ResourceProperties: properties });
    const { Data = former?.data ?? {}, PhysicalResourceId: id } = response;
    // A rollback takes the properties of a failed update for the present ones.
    deployed.set(name, { resource, properties, id: response.Status === 'SUCCESS' ? id : (former?.id ?? id), data: Data });
    if (former && response.Status === 'SUCCESS' && id !== former.id) replaced.push([name, former]);
    return failureOf(response);
  };

  const remove = async (name: string, isRollback: boolean): Promise<string | undefined> => {
    const { resource, properties, id } = deployed.get(name) as Deployed;
    const { DeletionPolicy: policy = 'Delete' } = resource;
    if (policy === 'Delete' || (policy === 'RetainExceptOnCreate' && isRollback)) {
      const response = await request('Delete', name, resource, { PhysicalResourceId: id, ResourceProperties: properties });
      if (response.Status === 'FAILED') return failureOf(response);
    }
    deployed.delete(name);
    return undefined;
  };

  const deploy = async (resources: TemplateResources): Promise<Outcome> => {
    const before = new Map(deployed);
    for (const [name, resource] of Object.entries(resources)) {
      const failure = await put(name, resource);
      if (failure === undefined) continue;
      for (const [former, { resource: template }] of before)
        if (deployed.get(former) !== before.get(former)) await putBack(former, template);
      for (const created of [...deployed.keys()].toReversed()) if (!before.has(created)) await remove(created, true);
      return { failure };
    }
    for (const [name, { resource, properties, id }] of replaced.splice(0))
      if (resource.UpdateReplacePolicy !== 'Retain')
        await request('Delete', name, resource, { PhysicalResourceId: id, ResourceProperties: properties });
    for (const name of [...deployed.keys()].toReversed()) {
      const failure = Object.hasOwn(resources, name) ? undefined : await remove(name, false);
      if (failure !== undefined) return { failure };
    }
    return {};
  };

  const putBack = async (name: string, resource: TemplateResource): Promise<void> => {
    const failure = await put(name, resource);
    if (failure !== undefined) throw new Error(`UPDATE_ROLLBACK_FAILED: ${failure}`);
  };

  return { deploy, idOf: (name: string) => deployed.get(name)?.id, attributesOf: (name: string) => deployed.get(name)?.data };
};

const failureOf = ({ Status, Reason }: CustomResourceResponse): string | undefined => (Status === 'FAILED' ? Reason : undefined);

/** Resolves `Ref` and `Fn::GetAtt` of resources that are deployed; other references are names. */
const resolve = (value: unknown, deployed: ReadonlyMap<string, Deployed>): unknown => {
  if (Array.isArray(value)) return value.map((item) => resolve(item, deployed));
  if (typeof value !== 'object' || value === null) return value;
  const { Ref: name, 'Fn::GetAtt': attribute } = value as { readonly Ref?: string; readonly 'Fn::GetAtt'?: readonly [string, string] };
  if (name !== undefined) return deployed.get(name)?.id ?? name;
  if (attribute) return deployed.get(attribute[0])?.data[attribute[1]] ?? attribute.join('.');
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, resolve(member, deployed)]));
};

/** Writes numbers and booleans as text, as CloudFormation does. */
const asText = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(asText);
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, asText(member)]));
};
