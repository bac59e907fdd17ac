import { FunctionError } from '../lambda/function-error.ts';
import { type CustomResourceRequest, readAnswer } from './request.ts';
import type { Begun, CustomResourceState } from './state.ts';

interface SenderOptions {
  readonly state: CustomResourceState;
  /** Runs a function with a request. */
  readonly invoke: (onEvent: string, request: CustomResourceRequest) => Promise<unknown>;
}

/**
 * True for the end of a function's process: nobody knows how far it came. It may be that the
 * runtime itself is ended.
 */
export const isCutOff = (error: unknown): boolean => error instanceof FunctionError && error.errorType === 'Runtime.ExitError';

/**
 * Sends a request and records what it made. A request is recorded before it is sent, so that one
 * that was cut off is sent again, under its id, by the next start.
 * @throws {Error} in the function's own words, after which the state is as before
 */
export const openSender =
  ({ state, invoke }: SenderOptions) =>
  async (begun: Begun, key: string = begun.path): Promise<void> => {
    const { path, request, next } = begun;
    state.begun.put(key, begun);
    try {
      const { id, data } = readAnswer(request, await invoke(next.onEvent, request));
      if (request.RequestType !== 'Delete') state.kept.put(path, { ...next, id, data, properties: request.ResourceProperties });
      else if (state.kept.get(path)?.id === id) state.kept.remove(path);
    } catch (error) {
      if (!isCutOff(error)) state.begun.remove(key);
      throw error;
    }
    state.begun.remove(key);
  };

export type Send = ReturnType<typeof openSender>;
