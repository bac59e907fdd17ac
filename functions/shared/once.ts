/** Makes a value at its first use and keeps it: what a Lambda function can reuse from one invocation to the next. */
export const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};
