import { requireModel } from './check.ts';
import type { ModelledService } from './model.ts';

type Actions = Readonly<Record<string, (input: never) => unknown>>;

/**
 * Wraps the actions of a service: each first validates its input by the service model
 * (`ValidationException`).
 */
export const modelled = <A extends Actions>(service: ModelledService, actions: A): A =>
  Object.fromEntries(Object.entries(actions).map(([name, run]) => [name, checked(service, name, run)])) as A;

const checked = (service: ModelledService, name: string, run: (input: never) => unknown) => {
  const operation = name.charAt(0).toUpperCase() + name.slice(1);
  return (input: never): unknown => {
    requireModel(service, operation, input);
    return run(input);
  };
};
