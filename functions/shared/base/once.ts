import { isDuring, type Span, spanFrom } from './span.ts';

/**
 * Returns a function that creates a value at its first call and keeps it, to reuse it from one
 * invocation to the next.
 */
export const once = <T>(create: () => T): (() => T) => {
  let cached: { readonly value: T } | undefined;
  return () => {
    cached ??= { value: create() };
    return cached.value;
  };
};

/**
 * Returns a function that creates a value at its first call, and again when it is older than `ms`
 * milliseconds.
 */
const renewAfter = <T>(ms: number, create: () => T, clock: () => number = Date.now): (() => T) => {
  let cached: { readonly value: T; readonly span: Span } | undefined;
  return () => {
    const now = clock();
    if (!cached || !isDuring(cached.span, now)) cached = { value: create(), span: spanFrom(now, ms) };
    return cached.value;
  };
};

/**
 * Returns a function that reads a value at its first call, and again when it is older than `ms`
 * milliseconds. A failed read is repeated at the next call.
 */
export const readAgainAfter = <T>(ms: number, read: () => Promise<T>, clock: () => number = Date.now): (() => Promise<T>) => {
  const cached = renewAfter<{ answer?: Promise<T> }>(ms, () => ({}), clock);
  return () => {
    const entry = cached();
    entry.answer ??= read().catch((error: unknown) => {
      delete entry.answer;
      throw error;
    });
    return entry.answer;
  };
};
