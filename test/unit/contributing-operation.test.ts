import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Api, startApi } from '../integration/api.ts';
import type { validRequests } from '../integration/valid-requests.ts';
import { applyDiff, codeBlocks } from '../support/contributing.ts';

const HEADING = 'Add an operation with an event';
const FOLDERS = ['docs', 'functions', 'tools', 'cli', 'client', 'events', 'lib', 'local', 'testing', 'test/support', 'test/integration'];
const FILES = ['package.json', 'package-lock.json', 'cdk.json', 'tsconfig.json', 'tenantry.config.ts'];
const EVENT = 'reseller.organization.confirmed';

/** The files that the section adds or changes, with their text. */
const parts = new Map([
  ...codeBlocks(HEADING, 'diff').flatMap((diff) => [...applyDiff(diff, (file) => readFileSync(file, 'utf8'))]),
  ...codeBlocks(HEADING, 'ts').map((text) => [/^\/\/ (\S+)\n/.exec(text)?.[1] ?? '', text] as const),
]);

let copy: string;

const leave = (file: string): void => (file.endsWith('confirm.ts') ? rmSync(join(copy, file)) : cpSync(file, join(copy, file)));
const take = (file: string): void => writeFileSync(join(copy, file), parts.get(file) ?? '');
const run = (...args: readonly string[]) => spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' });
const load = async <T>(path: string): Promise<T> => (await import(join(copy, path))) as T;
const page = (name: string): string => readFileSync(join(copy, 'docs', name), 'utf8');

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'tenantry-operation-'));
  for (const name of [...FOLDERS, ...FILES]) cpSync(name, join(copy, name), { recursive: true });
  symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'));
  for (const file of parts.keys()) take(file);
  execFileSync(process.execPath, ['tools/generate.ts'], { cwd: copy });
}, 120_000);
afterAll(() => rmSync(copy, { recursive: true, force: true }));

it('takes four files by hand, contract, core, handler and entry, and tests', () => {
  expect([...parts.keys()].toSorted((one, other) => (one < other ? -1 : 1))).toEqual([
    'functions/organizations/confirm.ts',
    'functions/organizations/contract-changes.ts',
    'functions/organizations/events.ts',
    'functions/organizations/operations.ts',
    'test/integration/valid-requests.ts',
    'test/support/grants/reseller-scenarios.ts',
  ]);
});

it('compiles', () => {
  writeFileSync(join(copy, 'tsconfig.functions.json'), JSON.stringify({ extends: './tsconfig.json', include: ['functions'] }));
  const { stdout } = run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.functions.json');
  expect(stdout).toBe('');
}, 120_000);

it('gives a function behind its route, with its rights and those that the contract implies', () => {
  const [, rights] = /\n- (\*\*`Organizations\/Confirm`\*\*.*?)\n- \*\*/s.exec(page('rights.md')) ?? [];
  expect(rights?.replace(/\s+/g, ' ')).toBe(
    '**`Organizations/Confirm`**, `POST /v3/resellers/{resellerId}/organizations/{id}/confirm`; idempotency ' +
      '- `RESELLER#*`: GetItem, PutItem, UpdateItem',
  );
});

it('is in the documents: the operation, its callers, and its event', () => {
  expect(page('openapi.json')).toContain('"operationId": "confirmOrganization"');
  expect(page('authorisation.md')).toContain('`POST /v3/resellers/{resellerId}/organizations/{id}/confirm`');
  expect(page('asyncapi.json')).toContain('"webhook-reseller-organization-confirmed"');
  expect(page('../events/generated/types.ts')).toContain(`'${EVENT}': Organization;`);
});

it('is a method of the client', () => {
  const client = readFileSync(join(copy, 'client/generated/operations.ts'), 'utf8');
  expect(client).toContain("confirm: { id: 'confirmOrganization', method: 'POST'");
});

describe('the operation', () => {
  let api: Api;

  beforeAll(async () => {
    api = await (await load<{ readonly startApi: typeof startApi }>('test/integration/api.ts')).startApi();
  });
  afterAll(() => api.stop());

  it('answers, and records its event in the same transaction', async () => {
    const limits = { allowedUsers: 10, allowedOrganizations: -1 };
    const reseller = await api.post('/v3/resellers', { name: 'Contoso', email: 'ops@contoso.example', ...limits });
    const fields = { name: 'Fabrikam', email: 'it@fabrikam.example', allowedUsers: 1 };
    const { headers } = await api.post(`${reseller.headers.location}/organizations`, fields);
    const { status, body } = await api.post(`${headers.location}/confirm`, {});
    expect([status, body]).toEqual([200, expect.objectContaining({ ...fields, version: 2 })]);
    const events = (await api.items()).filter(({ payload }) => (payload as { readonly event?: string } | undefined)?.event === EVENT);
    expect(events).toEqual([expect.objectContaining({ metadata: expect.objectContaining({ version: 2, previousVersion: 1 }) })]);
  });
});

describe('a part that is left out is asked for in a sentence', () => {
  it.each([
    ['functions/organizations/contract-changes.ts', 'The entry confirmOrganization has no contract: export one of that name'],
    [
      'functions/organizations/events.ts',
      `confirmOrganization publishes ${EVENT}, which no slice declares: add it to functions/organizations`,
    ],
    ['functions/organizations/confirm.ts', 'functions/organizations/confirm.ts does not exist: write it, with `import validate'],
    ['functions/organizations/operations.ts', 'contract-changes.ts exports confirmOrganization, which no registry has: add an entry'],
  ])('%s', (file, sentence) => {
    leave(file);
    const { status, stderr } = run('tools/generate.ts', '--validators');
    take(file);
    expect([status, stderr.trim().split('\n')]).toEqual([1, [expect.stringContaining(sentence)]]);
  });

  it('test/integration/valid-requests.ts', async () => {
    const { validRequests: requests } = await load<{ readonly validRequests: typeof validRequests }>('test/integration/valid-requests.ts');
    const named = Object.keys(requests({} as Api, {} as Parameters<typeof requests>[1]));
    expect(named).toContain('confirmOrganization');
    expect(readFileSync('test/integration/authorisation.test.ts', 'utf8')).toContain('add one to test/integration/valid-requests.ts');
  });
});
