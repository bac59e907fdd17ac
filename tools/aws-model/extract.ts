/** A shape of a service model, as botocore writes it. */
export interface ModelShape {
  readonly type: string;
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly member?: { readonly shape: string };
  readonly key?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly sensitive?: boolean;
}

/** The part of a service model that is read. */
export interface ServiceModel {
  readonly operations: Readonly<Record<string, { readonly input?: { readonly shape: string } }>>;
  readonly shapes: Readonly<Record<string, ModelShape>>;
}

/**
 * The operations that are used of a service, and the members of their inputs that are never sent.
 */
export interface Use {
  readonly operations: readonly string[];
  readonly without?: readonly string[];
}

/**
 * Returns the constraints of the inputs of some operations: the input shape of each, and every
 * shape that it reaches.
 * @throws for an operation that the model does not have
 */
export const extractConstraints = ({ operations, shapes }: ServiceModel, { operations: used, without = [] }: Use) => {
  const kept = new Map<string, object>();
  const keep = (name: string): string => {
    const shape = shapes[name];
    if (!shape) throw new Error(`The model has no shape ${name}.`);
    if (kept.has(name)) return name;
    // Before its members: a shape may reach itself.
    kept.set(name, {});
    kept.set(name, constraintsOf(shape, without, keep));
    return name;
  };
  const inputs = used.map((operation) => {
    const input = operations[operation]?.input;
    if (!input) throw new Error(`The model has no operation ${operation} with an input.`);
    return [operation, keep(input.shape)] as const;
  });
  return { operations: sorted(inputs), shapes: sorted([...kept]) };
};

const constraintsOf = (shape: ModelShape, without: readonly string[], keep: (name: string) => string): object => {
  const { type, required, members, member, key, value, min, max, pattern, enum: values, sensitive } = shape;
  const sent = Object.entries(members ?? {}).filter(([name]) => !without.includes(name));
  return {
    type,
    ...(required?.length && { required }),
    ...(members && { members: Object.fromEntries(sent.map(([name, { shape }]) => [name, keep(shape)])) }),
    ...(member && { member: keep(member.shape) }),
    ...(key && { key: keep(key.shape) }),
    ...(value && { value: keep(value.shape) }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(pattern !== undefined && { pattern }),
    ...(values && { enum: values }),
    ...(sensitive && { sensitive }),
  };
};

const sorted = <V>(entries: readonly (readonly [string, V])[]): Record<string, V> =>
  Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));
