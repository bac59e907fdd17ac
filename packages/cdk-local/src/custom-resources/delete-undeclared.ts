import type { Model } from '../template/model.ts';
import { type Kept, newRequest } from './request.ts';
import type { Send } from './sender.ts';
import type { CustomResourceState } from './state.ts';
import { type Steps, stackOf } from './steps.ts';

interface DeletionOptions {
  readonly model: Model;
  readonly state: CustomResourceState;
  readonly send: Send;
  readonly steps: Steps;
  readonly finish: (key: string) => Promise<void>;
}

/**
 * Deletes what was replaced, and what is no longer declared, the youngest first. A stack that does
 * not run now, or in which something failed, keeps all of it.
 */
export const deleteUndeclared = async ({ model, state, send, steps, finish }: DeletionOptions): Promise<void> => {
  const functions = new Set(model.ofType('AWS::Lambda::Function').map((found) => found.reference().attributes.Arn));
  const declared = new Set(model.resources.map(({ path }) => path));
  const isOpen = (path: string): boolean => model.stacks.includes(stackOf(path)) && !steps.hasFailedIn(stackOf(path));

  const end = async (path: string, kept: Kept): Promise<'retained' | 'deleted'> => {
    if (kept.deletion === 'Retain') {
      state.kept.remove(path);
      return 'retained';
    }
    if (!functions.has(kept.onEvent))
      throw new Error(`It cannot be deleted without its function ${kept.onEvent}, which is not in the template either.`);
    const { id, properties } = kept;
    const request = newRequest(path, kept, { RequestType: 'Delete', PhysicalResourceId: id, ResourceProperties: properties });
    await send({ path, next: kept, request });
    return 'deleted';
  };

  for (const [key, { path, next }] of state.begun.entries())
    if (key !== path && isOpen(path) && functions.has(next.onEvent)) await finish(key).catch(() => undefined);

  for (const [path, kept] of state.kept.entries().toReversed())
    if (!declared.has(path) && isOpen(path)) await steps.run(path, kept.type, () => end(path, kept));
};
