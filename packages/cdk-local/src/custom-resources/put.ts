import { messageOf } from '../base/message-of.ts';
import type { CustomResource } from './definition.ts';
import { asText, type Kept, newRequest, type TextProperties } from './request.ts';
import { isCutOff, type Send } from './sender.ts';
import type { CustomResourceState } from './state.ts';

export interface Put {
  readonly state: CustomResourceState;
  readonly send: Send;
}

/**
 * Creates a resource, or updates it when its properties are others than those it has.
 * @throws {Error} when that fails: a new one is none then, another one is as it was
 */
export const putCustomResource = async (definition: CustomResource, { state, send }: Put): Promise<'created' | 'updated' | 'unchanged'> => {
  const { resource, provider, onEvent, deletion, replacement } = definition;
  const { path, type } = resource;
  const next = { type, provider, onEvent, deletion };
  const properties = asText(resource.properties()) as TextProperties;
  const former = state.kept.get(path);
  if (former === undefined) {
    await send({ path, next, request: newRequest(path, next, { RequestType: 'Create', ResourceProperties: properties }) });
    return 'created';
  }
  if (former.type !== type) throw new Error(`It was a ${former.type}, and the type of a resource cannot change.`);
  if (JSON.stringify(former.properties) === JSON.stringify(properties)) {
    state.kept.put(path, { ...former, ...next });
    return 'unchanged';
  }
  const update = (desired: TextProperties, before: TextProperties) =>
    newRequest(path, next, {
      ...{ RequestType: 'Update', PhysicalResourceId: former.id },
      ...{ ResourceProperties: desired, OldResourceProperties: before },
    });
  try {
    await send({ path, next, request: update(properties, former.properties) });
  } catch (error) {
    if (isCutOff(error)) throw error;
    const undo = { path, next: { ...next, deletion: former.deletion }, request: update(former.properties, properties) };
    throw new Error(`${messageOf(error)}\n${await undone(send(undo))}`, { cause: error });
  }
  const { id } = state.kept.get(path) as Kept;
  if (id !== former.id && replacement === 'Delete') {
    const request = newRequest(path, next, { RequestType: 'Delete', PhysicalResourceId: former.id, ResourceProperties: former.properties });
    state.begun.put(`${path} ${former.id}`, { path, next, request });
  }
  return 'updated';
};

const undone = async (sending: Promise<void>): Promise<string> => {
  try {
    await sending;
    return 'It was updated to its former properties again.';
  } catch (error) {
    return `The update to its former properties failed, too: ${messageOf(error)}`;
  }
};
