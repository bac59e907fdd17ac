import { types } from 'node:util';

const { [Symbol.hasInstance]: isInstance } = Function.prototype;

/**
 * Lets `instanceof Error` be true of the errors of Node, too, as outside Jest: a test has an
 * `Error` of its own, and the SDK wraps what is none.
 */
export const shareErrors = (): void => {
  Object.defineProperty(Error, Symbol.hasInstance, {
    value(this: unknown, value: unknown): boolean {
      return this === Error ? types.isNativeError(value) : isInstance.call(this as never, value);
    },
  });
};
