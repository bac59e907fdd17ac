/**
 * Patterns of the models that backtrack without end, with patterns that accept the same texts and
 * do not: a space is among the characters on both sides of a repetition there.
 */
const LINEAR: Readonly<Record<string, string>> = {
  '^[ \\t]*[^\\x00-\\x1F:\\x7F]+([ \\t]+[^\\x00-\\x1F:\\x7F]+)*[ \\t]*$': '^\\t*[^\\x00-\\x1F:\\x7F][^\\x00-\\x08\\x0A-\\x1F:\\x7F]*$',
  '^[ \\t]*[\\x20-\\x7E]+([ \\t]+[\\x20-\\x7E]+)*[ \\t]*$': '^\\t*[\\x20-\\x7E][\\t\\x20-\\x7E]*$',
};

const compiled = new Map<string, RegExp>();

/**
 * Returns whether a whole text satisfies a pattern of a service model, in time linear to its
 * length.
 */
export const satisfies = (pattern: string, text: string): boolean => {
  const known = compiled.get(pattern);
  if (known) return known.test(text);
  const whole = new RegExp(`^(?:${LINEAR[pattern] ?? pattern})$`);
  compiled.set(pattern, whole);
  return whole.test(text);
};
