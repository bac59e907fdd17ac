import type { RuntimeListeners } from '@tenantry/cdk-local/runtime-options';

type Listener = (...given: readonly unknown[]) => unknown;

/**
 * Joins listeners: of each kind all are called, in their order, and what they return is waited for.
 */
export const mergeListeners = (...all: readonly RuntimeListeners[]): RuntimeListeners => {
  const kinds = new Set(all.flatMap((one) => Object.keys(one) as (keyof RuntimeListeners)[]));
  return Object.fromEntries(
    [...kinds].map((kind) => {
      const called = all.flatMap((one) => (one[kind] as Listener | undefined) ?? []);
      const [only, ...others] = called;
      if (others.length === 0) return [kind, only];
      return [kind, (...given: readonly unknown[]) => joined(called.map((listener) => listener(...given)))];
    }),
  );
};

const joined = (returned: readonly unknown[]): Promise<void> | undefined =>
  returned.some((one) => one instanceof Promise) ? Promise.all(returned).then(() => undefined) : undefined;
