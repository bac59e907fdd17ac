import type { Model, Resource } from '../template/model.ts';
import { isCustomResource } from '../template/supported-types.ts';
import type { CustomResource } from './definition.ts';
import { deleteUndeclared } from './delete-undeclared.ts';
import { orderOf } from './order.ts';
import { putCustomResource } from './put.ts';
import type { CustomResourceReport } from './report.ts';
import { isCutOff, openSender } from './sender.ts';
import type { CustomResourceState } from './state.ts';
import { openSteps } from './steps.ts';

interface ApplyOptions {
  readonly model: Model;
  readonly definitions: readonly CustomResource[];
  readonly state: CustomResourceState;
  readonly invoke: Parameters<typeof openSender>[0]['invoke'];
  readonly report: (report: CustomResourceReport) => void;
}

/**
 * Makes custom resources what the template declares, as a deployment does: creates, updates, and
 * then deletes what is no longer declared. One that fails is reported and stays as it was; those
 * that need it wait for the next start, and nothing of its stack is deleted.
 */
export const applyCustomResources = async ({ model, definitions, state, invoke, report }: ApplyOptions): Promise<void> => {
  const send = openSender({ state, invoke });
  const steps = openSteps(state, report);
  const order = orderOf(model, definitions);

  /** Sends again what an earlier run began. What that makes of it shows afterwards. */
  const finish = async (key: string): Promise<void> => {
    const begun = state.begun.get(key);
    if (begun === undefined) return;
    await send(begun, key).catch((error: unknown) => {
      if (isCutOff(error)) throw error;
    });
  };

  for (const definition of order.sorted) {
    const { path, type } = definition.resource;
    const needed = order.needs(definition.resource).find((each) => steps.hasFailed(each.resource.path));
    if (needed) {
      steps.wait(path, type, `It needs ${needed.resource.path}.`);
      continue;
    }
    await steps.run(path, type, async () => {
      await finish(path);
      requireAttributes(model, definition.resource, state);
      return putCustomResource(definition, { state, send });
    });
    assignCustomResource(definition.resource, state);
  }
  await deleteUndeclared({ model, state, send, steps, finish });
};

/** Lets a resource have the id and attributes that it got before. */
export const assignCustomResource = (resource: Resource, { kept }: CustomResourceState): void => {
  const found = kept.get(resource.path);
  if (found) resource.assign({ ref: found.id, attributes: found.data });
};

// CloudFormation fails for an attribute that the function has not returned.
const requireAttributes = (model: Model, resource: Resource, { kept }: CustomResourceState): void => {
  for (const { resource: other, attribute } of model.referencesOf(resource)) {
    if (!isCustomResource(other.type)) continue;
    const found = kept.get(other.path);
    if (!found) throw new Error(`It needs ${other.path}, which is not run.`);
    if (attribute !== undefined && !Object.hasOwn(found.data, attribute))
      throw new Error(`It uses the attribute ${attribute} of ${other.path}, which its function has not returned.`);
  }
};
