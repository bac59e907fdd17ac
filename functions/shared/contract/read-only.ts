import { stamps } from './schemas.ts';

type Properties = Readonly<Record<string, object>>;

/** The members of an entity that no field of its input sets. */
type ReadOnly<P extends Properties, F extends Properties> = { readonly [N in Exclude<keyof P, keyof F | 'version'>]: P[N] };

/**
 * Derives what a change may send back of an entity that was read: the members that only the server
 * sets, and its version.
 */
export const readOnlyOf = <const P extends Properties, const F extends Properties>(
  { properties }: { readonly properties: P },
  fields: F,
): ReadOnly<P, F> & { readonly version: typeof version } => {
  const names = Object.keys(properties).filter((name) => !Object.hasOwn(fields, name) && name !== 'version');
  const members = names.map((name) => [name, { ...properties[name], readOnly: true }]);
  return { ...(Object.fromEntries(members) as ReadOnly<P, F>), version };
};

const version = { ...stamps.version, description: 'The version that the entity must have, as with `If-Match`; else 412.' } as const;
