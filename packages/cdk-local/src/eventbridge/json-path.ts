type Step = string | number | '*';

const step = /\.(\*|[^.[\]\s]+)|\[(\d+|\*)\]|\['([^']+)'\]/y;

const numbered = (index: string): Step => (index === '*' ? '*' : Number(index));

const parse = (path: string): readonly Step[] | undefined => {
  if (!path.startsWith('$')) return undefined;
  const steps: Step[] = [];
  step.lastIndex = 1;
  while (step.lastIndex < path.length) {
    const found = step.exec(path);
    if (found === null) return undefined;
    steps.push(found[1] ?? found[3] ?? numbered(found[2] ?? '*'));
  }
  return steps;
};

const child = (value: unknown, name: string | number): unknown => {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string | number, unknown>>)[name];
};

const walk = (value: unknown, [next, ...rest]: readonly Step[]): unknown => {
  if (next === undefined) return value;
  if (next !== '*') return walk(child(value, next), rest);
  const children = typeof value === 'object' && value !== null ? Object.values(value) : [];
  return children.map((element) => walk(element, rest)).filter((found) => found !== undefined);
};

/**
 * Tells whether a string is a JSON path of the subset EventBridge evaluates: dots, dashes, array
 * indices, wildcards.
 */
export const isJsonPath = (text: string): boolean => parse(text) !== undefined;

/**
 * The value at a JSON path, `undefined` when it is absent or the path is malformed; a wildcard
 * gives an array.
 */
export const readPath = (path: string, document: unknown): unknown => {
  const steps = parse(path);
  return steps === undefined ? undefined : walk(document, steps);
};
