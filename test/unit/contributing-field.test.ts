import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { readHeader } from '../../cli/import/csv-columns.ts';
import type { Api, startApi } from '../integration/api.ts';
import { applyDiff, codeBlocks } from '../support/contributing.ts';

// Whatever folders there are: what is installed, built or hidden is no source.
const isSource = (name: string): boolean => !/^(?:\.|node_modules$|cdk\.out|coverage$)/.test(name);
const value = 'GB999999973';

let copy: string;
let api: Api;
let organizations: string;

const load = async <T>(path: string): Promise<T> => (await import(join(copy, path))) as T;

beforeAll(async () => {
  copy = mkdtempSync(join(tmpdir(), 'tenantry-field-'));
  for (const name of readdirSync('.').filter(isSource)) cpSync(name, join(copy, name), { recursive: true });
  symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'));
  const [diff = ''] = codeBlocks('Add an optional field to organizations', 'diff');
  const files = applyDiff(diff, (file) => readFileSync(join(copy, file), 'utf8'));
  expect([...files.keys()]).toEqual(['functions/organizations/schemas.ts']);
  for (const [file, text] of files) writeFileSync(join(copy, file), text);
  execFileSync(process.execPath, ['tools/generate.ts', '--validators'], { cwd: copy });
  const { startApi: start } = await load<{ startApi: typeof startApi }>('test/integration/api.ts');
  api = await start();
  const limits = { allowedUsers: 10, allowedOrganizations: -1 };
  const { headers } = await api.post('/v3/resellers', { name: 'Contoso', email: 'ops@contoso.example', ...limits });
  organizations = `${headers.location}/organizations`;
}, 120_000);
afterAll(async () => {
  await api?.stop();
  rmSync(copy, { recursive: true, force: true });
});

const body = (more: object = {}) => ({ name: `Fabrikam ${randomUUID()}`, email: 'it@fabrikam.example', allowedUsers: 1, ...more });

const create = async (): Promise<string> => {
  const { status, headers } = await api.post(organizations, body({ vatNumber: value }));
  expect(status).toBe(201);
  return String(headers.location);
};

const eventsOf = async (location: string) =>
  (await api.items())
    .filter(({ type, payload }) => type === 'event' && location.endsWith((payload as Payload).data.id))
    .toSorted((one, other) => (String(one.sk) < String(other.sk) ? -1 : 1))
    .map(({ payload, metadata }) => ({ ...(payload as Payload), ...(metadata as { changed: unknown; previous: unknown }) }));

interface Payload {
  readonly event: string;
  readonly data: { readonly id: string; readonly vatNumber?: string };
}

test('a new organization is stored and answered with it, alone and in the list', async () => {
  const location = await create();
  const shown = expect.objectContaining({ vatNumber: value });
  expect((await api.get(location)).body).toEqual(shown);
  expect((await api.get(organizations)).items).toContainEqual(shown);
  expect(await api.items()).toContainEqual(expect.objectContaining({ type: 'organization', vatNumber: value }));
});

test('a value that breaks its schema is refused', async () => {
  const { body: problem } = await api.post(organizations, body({ vatNumber: 'x'.repeat(65) }));
  expect(problem.errors).toMatchObject([{ pointer: '/vatNumber', code: 'too-long' }]);
});

test('a patch changes it, and removes it by null; the events have it, and what it was', async () => {
  const location = await create();
  expect((await api.patch(location, { vatNumber: 'GB1' })).body).toMatchObject({ vatNumber: 'GB1' });
  const { status, body: removed } = await api.patch(location, { vatNumber: null });
  expect([status, removed.vatNumber]).toEqual([200, undefined]);
  const changed = ['/vatNumber'];
  expect(await eventsOf(location)).toMatchObject([
    { event: 'reseller.organization.created', data: { vatNumber: value } },
    { event: 'reseller.organization.updated', data: { vatNumber: 'GB1' }, changed, previous: { '/vatNumber': value } },
    { event: 'reseller.organization.updated', data: {}, changed, previous: { '/vatNumber': 'GB1' } },
  ]);
  const query = `resource=organization&resourceId=${location.split('/').at(-1)}&action=updated`;
  expect((await api.get('/v3/event-logs', { query })).items).toMatchObject([
    { changes: [{ propertyName: '/vatNumber', oldValue: value, newValue: 'GB1' }] },
    { changes: [{ propertyName: '/vatNumber', oldValue: 'GB1', newValue: null }] },
  ]);
});

test('a PUT sets it, and one without it removes it', async () => {
  const path = `${organizations}/by-external-id/crm-1`;
  const whole = body();
  expect((await api.put(path, { ...whole, vatNumber: value })).body).toMatchObject({ vatNumber: value });
  expect((await api.put(path, whole)).body.vatNumber).toBeUndefined();
});

test('a deleted organization keeps it until it is restored', async () => {
  const location = await create();
  await api.remove(location);
  expect((await api.get(organizations, { query: 'deleted=true' })).items).toMatchObject([{ vatNumber: value }]);
  expect((await api.post(`${location}:restore`, undefined)).body).toMatchObject({ vatNumber: value });
  expect((await eventsOf(location)).map(({ data }) => data.vatNumber)).toEqual([value, value, value]);
});

test('a row of a batch has it, also one that is read from a CSV file', async () => {
  const { COLUMNS } = await load<{ COLUMNS: string }>('cli/import/mapping/fields.ts');
  const columns = await load<{ readHeader: typeof readHeader }>('cli/import/csv-columns.ts');
  expect(COLUMNS).toContain('vatNumber');
  const { organization: row } = columns.readHeader(['name', 'email', 'allowedUsers', 'vatNumber'])(['Acme', 'it@acme.example', '1', value]);
  const { body: answer } = await api.post(`${organizations}:batch`, { organizations: [row] });
  expect(answer.results).toMatchObject([{ status: 201, body: { name: 'Acme', vatNumber: value } }]);
});

test('the documents and the samples of webhooks show it', async () => {
  const { openApiDocument } = await load<{ openApiDocument: () => unknown }>('tools/openapi/document.ts');
  const schemas = (openApiDocument() as Document).components.schemas;
  const titles = ['Organization', 'OrganizationInput', 'OrganizationPatch', 'WholeOrganization', 'OrganizationRow'];
  expect(titles.filter((title) => schemas[title]?.properties.vatNumber === undefined)).toEqual([]);
  const { asyncApiDocument } = await load<{ asyncApiDocument: () => unknown }>('tools/events/asyncapi.ts');
  expect((asyncApiDocument() as Document).components.schemas.Organization).toHaveProperty('properties.vatNumber');
  const { eventTypes } = await load<{ eventTypes: () => string }>('tools/events/types.ts');
  expect(eventTypes()).toContain('vatNumber?: string;');
  const { sampleOf } = await load<{ sampleOf: (event: string) => object }>('functions/webhooks/samples.ts');
  expect(sampleOf('reseller.organization.created')).toHaveProperty('vatNumber', 'GB123456789');
});

interface Document {
  readonly components: { readonly schemas: Readonly<Record<string, { readonly properties: object & { readonly vatNumber?: unknown } }>> };
}
