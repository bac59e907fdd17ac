/** A field that can be made removable: it says its one type. */
interface Field {
  readonly type: string;
}

type Fields = Readonly<Record<string, Field>>;

/** A field in a merge patch, which `null` removes; so are its members. */
export type Removable<F> = F extends { readonly type: infer T }
  ? { readonly [K in keyof F]: K extends 'type' ? readonly [T, 'null'] : Member<K, F[K]> }
  : F;

type Member<K, V> = K extends 'properties'
  ? { readonly [N in keyof V]: Removable<V[N]> }
  : K extends 'additionalProperties'
    ? Removable<V>
    : K extends 'title'
      ? `${V & string}Patch`
      : V;

/**
 * The fields of an entity in a merge patch (RFC 7396): `null` removes those that are not required.
 */
export type PatchFields<F extends Fields, R extends string> = {
  readonly [N in keyof F]: N extends R ? F[N] : Removable<F[N]>;
};

/**
 * Derives what a merge patch takes from the fields of an entity and the names of those it must
 * have.
 */
export const patchFieldsOf = <const F extends Fields, const R extends keyof F & string>(
  fields: F,
  required: readonly R[],
): PatchFields<F, R> => {
  const entries = Object.entries(fields).map(([name, field]) => [name, isOneOf(required, name) ? field : removable(field)]);
  return Object.fromEntries(entries) as PatchFields<F, R>;
};

const isOneOf = (names: readonly string[], name: string): boolean => names.includes(name);

/** Derives the schema of a field that `null` removes in a merge patch, with the members within. */
export const removable = <const F extends Field>({ type, ...field }: F): Removable<F> =>
  ({ type: [type, 'null'], ...field, ...titleOf(field), ...membersOf(field) }) as unknown as Removable<F>;

// A patch of the members is another schema than the members.
const titleOf = ({ title }: Members): object => (title === undefined ? {} : { title: `${title}Patch` });

interface Members {
  readonly title?: string;
  readonly properties?: Fields;
  readonly additionalProperties?: Field | boolean;
  readonly maxProperties?: number;
  readonly description?: string;
}

const membersOf = ({ properties, additionalProperties, maxProperties, description }: Members): object => {
  if (properties) return { properties: patchFieldsOf(properties, []) };
  if (typeof additionalProperties !== 'object') return {};
  return {
    additionalProperties: removable(additionalProperties),
    // A patch may remove as many pairs as it sets.
    ...(maxProperties !== undefined && { maxProperties: 2 * maxProperties }),
    ...(description !== undefined && { description: `${description} A pair that is null is removed.` }),
  };
};
