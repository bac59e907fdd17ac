import { readFileSync } from 'node:fs';

interface Schema {
  readonly type?: unknown;
}

// Generators make an empty class of a schema that says no more than `type: object`, and lose what
// came: see findings/generated-pydantic-drops-open-object.sh.
test.each(['openapi', 'openapi-dry-run', 'asyncapi'])('each object of %s.json says which members it may have', (name) => {
  const { components } = JSON.parse(readFileSync(`docs/${name}.json`, 'utf8')) as {
    readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
  };
  const schemas = Object.entries(components.schemas).filter(([, { type }]) => type === 'object');
  const says = ['properties', 'additionalProperties', 'patternProperties', 'oneOf', 'anyOf', 'allOf', '$ref'];
  expect(schemas.length).toBeGreaterThan(1);
  expect(schemas.filter(([, schema]) => !says.some((keyword) => keyword in schema)).map(([title]) => title)).toEqual([]);
});
