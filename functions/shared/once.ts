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
