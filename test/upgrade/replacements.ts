import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { isSameJson } from '../../functions/shared/contract/json.ts';

interface Property {
  /** `maybe`: CloudFormation decides by the values. */
  readonly causesReplacement?: 'yes' | 'no' | 'maybe';
}

interface Specification {
  readonly schema: {
    readonly resource: {
      readonly entities: readonly {
        readonly cloudFormationType: string;
        readonly properties: Readonly<Record<string, Property>>;
      }[];
    };
  };
}

// The database of `cdk diff`: what CloudFormation's schemas say of each property. It comes with the
// command, which exports no function that reads it.
const DATABASE = new URL('../../node_modules/aws-cdk/db.json.gz', import.meta.url);

/**
 * Reads what an update of each property does. Returns a function that lists the properties of a
 * resource whose change replaces the resource, or may replace it.
 * @throws {Error} for a type of which the database has nothing
 */
export const readReplacements = () => {
  const { schema } = JSON.parse(gunzipSync(readFileSync(DATABASE)).toString()) as Specification;
  const types = new Map(schema.resource.entities.map(({ cloudFormationType, properties }) => [cloudFormationType, properties]));

  return (type: string, before: object, after: object): readonly string[] => {
    const properties = types.get(type);
    if (!properties) throw new Error(`there is no ${type} in ${DATABASE.pathname}`);
    const [from, to] = [{ ...before }, { ...after }] as readonly Readonly<Record<string, unknown>>[];
    return Object.entries(properties).flatMap(([name, { causesReplacement = 'no' }]) =>
      causesReplacement === 'no' || isSameJson(from?.[name] ?? null, to?.[name] ?? null) ? [] : [name],
    );
  };
};

export type ReplacedBy = ReturnType<typeof readReplacements>;
