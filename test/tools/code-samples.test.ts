import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { SLICES } from '../../functions/operations.ts';
import { type CodeSample, codeSamples } from '../../tools/samples/code-samples.ts';
import { pathIds, snakeCase } from '../../tools/samples/path-ids.ts';
import { sampledOperations } from '../../tools/samples/sampled-operations.ts';

type Documented = Readonly<Record<string, Readonly<Record<string, { readonly 'x-codeSamples'?: readonly CodeSample[] }>>>>;

const document = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as { readonly paths: Documented };
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
const sources = (label: string): readonly string[] =>
  operations.flatMap((operation) => operation['x-codeSamples'] ?? []).flatMap((sample) => (sample.label === label ? [sample.source] : []));

test('every operation of the document has a sample for curl and for each client', () => {
  expect(operations.length).toBeGreaterThan(40);
  const labels = operations.map((operation) => operation['x-codeSamples']?.map(({ label }) => label));
  expect(labels).toEqual(operations.map(() => ['curl', 'TypeScript client', 'Python client']));
});

test('no sample has a token or an id: they are read from the environment', () => {
  for (const source of ['curl', 'TypeScript client', 'Python client'].flatMap(sources)) {
    expect(source).toContain('TENANTRY_URL');
    expect(source).not.toMatch(/Bearer (?!\$TENANTRY_TOKEN)|\beyJ|\/\{\w+\}/);
  }
});

test('what curl runs is sound for a shell', () => {
  const script = sources('curl').map((source) => `function_${Math.random().toString(36).slice(2)}() {\n${source}\n}`);
  expect(() => execFileSync('sh', ['-n'], { input: script.join('\n') })).not.toThrow();
  expect(() => execFileSync('sh', ['-n'], { input: "curl 'x", stdio: 'pipe' })).toThrow();
});

test('what the client of TypeScript runs is sound', () => {
  for (const source of sources('TypeScript client')) expect(stripTypeScriptTypes(source)).toContain("from 'tenantry/client'");
});

test('a POST that takes an idempotency key has one of its own', () => {
  const keys = sources('curl').flatMap((source) => /Idempotency-Key: ([^']+)'/.exec(source)?.[1] ?? []);
  expect(keys).toContain('create-organization-1');
  expect(new Set(keys).size).toBe(keys.length);
});

test('text with quotes and a backslash is the same text in each language', () => {
  const operation = sampledOperations(SLICES).get('createReseller');
  if (!operation) throw new Error('there is no operation createReseller');
  const name = `O'Brien "\\n" $HOME \`id\` ${'é😀'}`;
  const [curl, typescript, python] = codeSamples({ ...operation, body: { name } }).map(({ source }) => source);
  const data = execFileSync('sh', ['-c', `curl() { for last; do :; done; printf %s "$last"; }\n${curl}`], { encoding: 'utf8' });
  expect(JSON.parse(data)).toEqual({ name });
  const literal = /name: ('.*'),/.exec(typescript ?? '')?.[1] ?? '';
  expect(new Function(`return ${literal}`)()).toBe(name);
  expect(JSON.parse(/"name": (".*"),/.exec(python ?? '')?.[1] ?? '')).toBe(name);
});

test('ids are named after what they are of', () => {
  const params = { type: 'object', additionalProperties: false, properties: { id: { type: 'integer' }, contactId: {} } } as const;
  expect(pathIds({ path: '/v1/partners/{id}/contacts/{contactId}:verb', params })).toEqual([
    { name: 'id', variable: 'PARTNER_ID', isNumber: true },
    { name: 'contactId', variable: 'CONTACT_ID', isNumber: false },
  ]);
  expect(['getOpenApi', 'Event log', 'webhook-event-log-id'].map(snakeCase)).toEqual(['get_open_api', 'event_log', 'webhook_event_log_id']);
});
