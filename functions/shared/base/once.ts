/** Makes a value at its first use and keeps it: what a Lambda function can reuse from one invocation to the next. */
export const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

/** Makes a value at its first use and anew when it is older than `ms` milliseconds. */
export const renewed = <T>(ms: number, make: () => T, clock: () => number = Date.now): (() => T) => {
  let made: { readonly value: T; readonly until: number } | undefined;
  return () => {
    if (!made || made.until <= clock()) made = { value: make(), until: clock() + ms };
    return made.value;
  };
};

/** Asks for a value at its first use and anew when it is older than `ms` milliseconds; a question that failed is asked again at the next use. */
export const renewedAnswer = <T>(ms: number, ask: () => Promise<T>, clock: () => number = Date.now): (() => Promise<T>) => {
  const kept = renewed<{ answer?: Promise<T> }>(ms, () => ({}), clock);
  return () => {
    const place = kept();
    place.answer ??= ask().catch((error: unknown) => {
      delete place.answer;
      throw error;
    });
    return place.answer;
  };
};
