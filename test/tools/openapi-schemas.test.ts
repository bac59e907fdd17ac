import { readFileSync } from 'node:fs';
import { CONTRACTS } from '../../functions/operations.ts';
import { PROBLEMS } from '../../functions/shared/contract/problems.ts';

interface Schema {
  readonly [keyword: string]: unknown;
  readonly $ref?: string;
}
interface Answer {
  readonly headers?: object;
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}
interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly responses: Readonly<Record<string, Answer>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly webhooks?: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const read = (name: string) => JSON.parse(readFileSync(`docs/${name}`, 'utf8')) as Document;
const API = read('openapi.json');
const DRY_RUNS = read('openapi-dry-run.json');
const DOCUMENTS = { 'openapi.json': API, 'openapi-dry-run.json': DRY_RUNS, 'asyncapi.json': read('asyncapi.json') };

const operationsOf = ({ paths }: Document): readonly Operation[] => Object.values(paths).flatMap((ofPath) => Object.values(ofPath));
const operations = operationsOf(API);

/** Lists every object of a document that has a property, with where it stands. */
const holding = (keyword: string, value: unknown, at = ''): readonly (readonly [at: string, schema: Schema])[] => {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.entries(value).flatMap(([name, inner]) => holding(keyword, inner, `${at}/${name}`));
  return Object.hasOwn(value, keyword) && !at.endsWith('/properties') ? [[at, value as Schema], ...inside] : inside;
};

test.each(Object.entries(DOCUMENTS))('%s has no object schema without a title, which would be the name of its type', (_, document) => {
  const anonymous = holding('type', document).filter(([, { type, title }]) => [type].flat().includes('object') && title === undefined);
  expect(anonymous.map(([at]) => at)).toEqual([]);
  const { schemas } = document.components;
  expect(Object.values(schemas).map(({ title }) => title)).toEqual(Object.keys(schemas));
});

test.each(Object.entries(DOCUMENTS))('%s says the type of every constant, and has no optional one that is true', (_, document) => {
  const constants = [...holding('const', document), ...holding('enum', document)];
  expect(constants.filter(([, { type }]) => type === undefined).map(([at]) => at)).toEqual([]);
  const optional = holding('properties', document).flatMap(([at, { properties, required = [] }]) =>
    Object.entries(properties as Readonly<Record<string, Schema>>)
      .filter(([name, member]) => member.const === true && !(required as readonly string[]).includes(name))
      .map(([name]) => `${at}/${name}`),
  );
  expect(optional).toEqual([]);
});

const capital = (name: string): string => `${name[0]?.toUpperCase()}${name.slice(1)}`;

// What generators of several languages call the parts of an operation.
const PARTS = ['', 'Body', 'Data', 'Error', 'Errors', 'JSONBody', 'Params', 'Path', 'Query', 'Request', 'Response', 'Responses'];

test.each(Object.entries(DOCUMENTS))('no schema of %s has the name of something else that is generated', (_, document) => {
  const names = Object.keys(document.components.schemas);
  const parts = new Set(operations.flatMap(({ operationId }) => PARTS.map((part) => capital(operationId) + part)));
  expect(names.filter((name) => parts.has(name))).toEqual([]);
  // Constructors of Go are `NewX`, files of its tests and of Python's have names in `test`.
  expect(names.filter((name) => /^(?:New|Nullable)[A-Z]|Tests?$|^Test[A-Z]/.test(name))).toEqual([]);
  expect(names.filter((name) => name in globalThis || ['Record', 'Api', 'Client'].includes(name))).toEqual([]);
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
  expect(names.filter((name) => !/^[A-Z][A-Za-z]+$/.test(name))).toEqual([]);
});

test('webhooks have a tag that no operation has', () => {
  const tags = new Set(operations.flatMap((operation) => operation.tags));
  const ofWebhooks = Object.values(API.webhooks ?? {}).flatMap(({ post }) => post?.tags ?? []);
  expect(ofWebhooks.length).toBeGreaterThan(10);
  expect(ofWebhooks.filter((tag) => tags.has(tag))).toEqual([]);
});

const schemasOf = ({ responses }: Operation, isWanted: (status: number) => boolean): readonly string[] => {
  const wanted = Object.entries(responses).filter(([status]) => isWanted(Number(status)));
  // A page has no schema.
  const schemas = wanted.flatMap(([, { content = {} }]) => Object.values(content).flatMap(({ schema }) => schema ?? []));
  return [...new Set(schemas.map((schema) => JSON.stringify(schema)))];
};

test('an operation that succeeds answers one schema, and a dry run another', () => {
  const succeeds = (status: number) => status < 300;
  const answered = operations.map((operation) => [operation.operationId, schemasOf(operation, succeeds)] as const);
  expect(answered.filter(([, schemas]) => schemas.length > 1 || schemas.some((schema) => schema.includes('anyOf')))).toEqual([]);
  expect(API.components.schemas).not.toHaveProperty('DryRun');
  const dryRuns = operationsOf(DRY_RUNS);
  expect(dryRuns.length).toBeGreaterThan(5);
  for (const operation of dryRuns) {
    expect(schemasOf(operation, succeeds)).toEqual(['{"$ref":"#/components/schemas/DryRun"}']);
    expect(operation.parameters).toContainEqual(expect.objectContaining({ in: 'query', name: 'dryRun', required: true }));
  }
});

test('every error of every operation is one schema, those of the gateway too', () => {
  for (const operation of [...operations, ...operationsOf(DRY_RUNS)]) {
    expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['429', '431']));
    expect(schemasOf(operation, (status) => status >= 400)).toEqual(['{"$ref":"#/components/schemas/Problem"}']);
  }
  expect(API.components.schemas.Problem).toMatchObject({ required: ['message'] });
});

test('the query parameters that stand for members of a body are described as one', () => {
  const [post] = operations.filter(({ operationId }) => operationId === 'createPartner');
  const query = post?.parameters?.filter((parameter) => parameter.in === 'query');
  expect(query).toEqual([expect.objectContaining({ style: 'form', explode: true, schema: { $ref: '#/components/schemas/PartnerQuery' } })]);
  expect(post?.parameters?.length).toBeLessThan(5);
  expect(API.components.schemas.PartnerQuery).toMatchObject({
    properties: { name: expect.anything(), 'parent.id': expect.anything(), 'contact.phone': expect.anything() },
  });
});

test('every refusal that a contract names is documented as a problem', () => {
  const missing = CONTRACTS.flatMap(({ operationId, method, path, refusals }) => {
    const responses = API.paths[path]?.[method.toLowerCase()]?.responses;
    const isThere = (code: keyof typeof PROBLEMS) =>
      JSON.stringify(responses?.[PROBLEMS[code].status]?.content?.['application/problem+json'] ?? '').includes(`"${code}"`);
    return refusals.filter((code) => !isThere(code)).map((code) => `${operationId} ${code}`);
  });
  expect(missing).toEqual([]);
});

test('an operation that counts requests itself answers 429 as a problem with the time to wait', () => {
  const reset = operations.find(({ operationId }) => operationId === 'requestPasswordReset');
  const { headers, content } = reset?.responses['429'] ?? {};
  expect(Object.keys(headers ?? {})).toContain('Retry-After');
  expect(Object.keys(content ?? {})).toEqual(['application/problem+json', 'application/json']);
});
