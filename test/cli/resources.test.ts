import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { freePort } from '@tenantry/cdk-local/base/free-port';
import { openParser, parserOfGroup } from '../../cli/command/parser.ts';
import { GROUPS } from '../../cli/groups.ts';
import { operationsOf } from '../../cli/resources/catalogue.ts';
import { UsageError } from '../../cli/shared/usage-error.ts';
import { OPERATIONS } from '../../client/generated/operations.ts';
import { type HttpApi, startHttpApi } from '../clients/http-api.ts';
import { makeReseller } from '../integration/samples.ts';

let api: HttpApi;
let reseller: string;
const folder = mkdtempSync(join(tmpdir(), 'tenantry-resources-'));

beforeAll(async () => {
  api = await startHttpApi();
  reseller = await makeReseller(api.api);
  process.env.TENANTRY_URL = api.url;
  process.env.TENANTRY_TOKEN = (await api.api.bearer()).replace('Bearer ', '');
}, 60_000);
afterAll(async () => {
  delete process.env.TENANTRY_URL;
  delete process.env.TENANTRY_TOKEN;
  rmSync(folder, { recursive: true });
  await api.stop();
});

/** Runs a command of a resource in this process, and returns what it prints. */
const tenantry = async (resource: string, ...args: readonly string[]): Promise<string> => {
  const group = GROUPS.find(({ name }) => name === resource);
  const program = openParser('npx tenantry');
  if (group) program.addCommand(parserOfGroup(group, await group.load()));
  const log = jest.spyOn(console, 'log').mockReturnValue();
  const error = jest.spyOn(console, 'error').mockReturnValue();
  try {
    await program.parseAsync([resource, ...args], { from: 'user' });
    return [...log.mock.calls, ...error.mock.calls].join('\n');
  } finally {
    log.mockRestore();
    error.mockRestore();
  }
};

const json = async <T = Readonly<Record<string, unknown>>>(...args: readonly [string, ...string[]]): Promise<T> =>
  JSON.parse(await tenantry(...args, '--json')) as T;

const fields = (name: string) => ['--name', name, '--email', 'it@contoso.example', '--allowed-users', '5'];

test('--quiet prints ids alone, of one thing and of a list', async () => {
  const id = await tenantry('resellers', 'create', ...fields('Quiet'), '--allowed-organizations', '5', '--quiet');
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect(await tenantry('resellers', 'get', id, '--quiet')).toBe(id);
  expect((await tenantry('resellers', 'list', '--all', '--quiet')).split('\n')).toEqual(expect.arrayContaining([id, reseller]));
  await expect(tenantry('resellers', 'list', '--quiet', '--json')).rejects.toThrow('--json and --quiet exclude each other');
});

test('an organization is created, read, changed, deleted and restored', async () => {
  const of = ['--reseller', reseller];
  const created = await json(
    'organizations',
    'create',
    ...of,
    ...fields('Contoso'),
    '--address.city',
    'Leith',
    '--metadata',
    'tier=gold=1',
  );
  expect(created).toMatchObject({ name: 'Contoso', allowedUsers: 5, address: { city: 'Leith' }, metadata: { tier: 'gold=1' }, version: 1 });
  const id = String(created.id);
  expect(await tenantry('organizations', 'get', id, ...of)).toMatch(
    /^id +\S+\n[\s\S]*^address\.city +Leith\n[\s\S]*^metadata\.tier +gold=1$/m,
  );
  expect(await json('organizations', 'update', id, ...of, '--allowed-users', '6', '--if-match', '1')).toMatchObject({
    allowedUsers: 6,
    version: 2,
  });
  await expect(tenantry('organizations', 'update', id, ...of, '--allowed-users', '7', '--if-match', '1')).rejects.toThrow(
    /^412 version-mismatch: /,
  );
  expect(await tenantry('organizations', 'delete', id, ...of)).toBe('It is deleted.');
  await expect(tenantry('organizations', 'get', id, ...of)).rejects.toThrow(/^410 organization-deleted: /);
  expect(await json('organizations', 'restore', id, ...of)).toMatchObject({ id, allowedUsers: 6 });
});

test('a body comes from a file, and options come on top of it', async () => {
  const file = join(folder, 'organization.json');
  writeFileSync(
    file,
    JSON.stringify({ name: 'From a file', email: 'it@example.com', allowedUsers: 3, address: { city: 'Leith', country: 'GB' } }),
  );
  const given = ['--reseller', reseller, '--data', `@${file}`, '--address.city', 'Perth', '--dry-run'];
  const answer = JSON.stringify(await json('organizations', 'create', ...given));
  expect(answer).toContain('"city":"Perth","country":"GB"');
  expect(await json<readonly object[]>('organizations', 'list', '--reseller', reseller, '--name', 'From a file')).toEqual([]);
});

test('a list is a table, has as many rows as asked for, and says that there are more', async () => {
  const { id } = await json('resellers', 'create', ...fields('Many'), '--allowed-organizations', '5');
  for (const name of ['A', 'B', 'C']) await tenantry('organizations', 'create', '--reseller', String(id), ...fields(name));
  const list = ['organizations', 'list', '--reseller', String(id)] as const;
  const [head, ...rows] = (await tenantry(...list, '--limit', '2')).split('\n');
  expect(head).toMatch(/^id +createdAt +name +email +allowedUsers$|^id +name +email +allowedUsers +createdAt$/);
  expect(rows.map((row) => /\b[ABC]\b(?= +it@)/.exec(row)?.[0] ?? row)).toEqual(['A', 'B', 'There are more: --all, or --limit <n>.']);
  expect(await json<readonly object[]>(...list, '--all')).toHaveLength(3);
  expect(await tenantry(...list, '--limit', '3')).not.toContain('There are more');
  expect(await tenantry('organizations', 'list', '--reseller', String(id), '--name', 'none')).toBe('There are none.');
});

test.each<readonly [resource: string, args: string, sentence: string]>([
  ['organizations', 'create --name x', '--reseller is required.'],
  ['organizations', 'get --reseller r', 'The id is missing.'],
  ['organizations', 'get a b --reseller r', 'One is named at a time, not also b.'],
  ['organizations', 'create --reseller r --allowed-users many', '--allowed-users must be a number, not "many".'],
  ['organizations', 'create --reseller r --metadata tier', '--metadata is key=value, not "tier".'],
  ['organizations', 'create --reseller r --metadata =gold', '--metadata is key=value, not "=gold".'],
  ['organizations', 'create --reseller r --data [1]', '--data is a JSON object.'],
  ['organizations', 'update a --reseller r', 'There is nothing to change'],
  ['organizations', 'list --reseller r --all --limit 3', '--all and --limit exclude each other.'],
  ['organizations', 'list --reseller r --limit 0', '--limit must be a whole number from 1 to 999999999, not "0".'],
  ['webhooks', 'update a --enabled yes', '--enabled must be true or false, not "yes".'],
  ['resellers', 'get a --installation acme', '--name is of an installation: --stage is missing.'],
  ['resellers', 'get a --api-url http://api.example.com', '--api-url must be https, except on this machine.'],
  ['partners', 'list --referense x', "Unknown option '--referense'; did you mean --reference?"],
])('%s %s is refused before anything is sent', async (resource, args, sentence) => {
  const call = tenantry(resource, ...args.split(' '));
  await expect(call).rejects.toThrow(UsageError);
  await expect(call).rejects.toThrow(sentence);
});

test('a token of another folder is refused with the way to one', async () => {
  const { TENANTRY_TOKEN } = process.env;
  delete process.env.TENANTRY_TOKEN;
  try {
    await expect(tenantry('resellers', 'list')).rejects.toThrow(/^401 token-invalid: .*\n.*\nA local token is of the folder/);
  } finally {
    process.env.TENANTRY_TOKEN = TENANTRY_TOKEN;
  }
});

test('where nothing runs, it says how to start it', async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  await expect(tenantry('resellers', 'list', '--api-url', url)).rejects.toThrow(
    `There is no local runtime at ${url}: start it with npx tenantry start.`,
  );
}, 30_000);

test.each([
  ['{"password":s3cr3t}', '--data is no JSON.'],
  ['{"password":"s3cr3t"', '--data is no JSON, from its character 21 on.'],
])('--data %s is refused and not quoted, because it may have a secret in it', async (data, message) => {
  await expect(tenantry('organizations', 'create', '--reseller', 'r', '--data', data)).rejects.toMatchObject({ message });
});

test('what may create has the permissions to change and to create', () => {
  const permissionsOf = (method: string) => operationsOf('partners').find((one) => one.method === method)?.permissions;
  expect(permissionsOf('put')?.toSorted()).toEqual(['partner:create', 'partner:update']);
  expect(permissionsOf('update')).toEqual(['partner:update']);
});

test('what gives somebody a role asks for all that the role may do, and what takes one away does not', () => {
  const permissionsOf = (method: string) => operationsOf('credentials').find((one) => one.method === method)?.permissions;
  expect(permissionsOf('create')).toEqual(expect.arrayContaining(['credential:write', 'partner:create']));
  expect(permissionsOf('delete')).toEqual(['credential:write']);
});

test('every operation that takes a token is a command, and a refusal names each member that is wrong', async () => {
  const commands = await Promise.all(GROUPS.map(async ({ name, load }) => [name, (await load()).length] as const));
  const operations = Object.entries(OPERATIONS).map(
    ([name, methods]) => [name, Object.values(methods).filter((one) => !('isPublic' in one)).length] as const,
  );
  expect(Object.fromEntries(commands)).toEqual(Object.fromEntries(operations.filter(([name]) => name !== 'system')));
  await expect(tenantry('organizations', 'create', '--reseller', reseller, '--name', 'x')).rejects.toThrow(
    /^400 invalid-request: [\s\S]*\/email: /,
  );
});

test('an endpoint of webhooks has its own options for address and token', async () => {
  const given = [
    '--name',
    'CRM',
    '--url',
    'https://crm.example.com/hooks',
    '--token',
    'x'.repeat(32),
    '--events',
    'reseller.*,partner.created',
  ];
  expect(await json('webhooks', 'create', ...given, '--reseller', reseller)).toMatchObject({
    name: 'CRM',
    events: ['reseller.*', 'partner.created'],
    resellerId: reseller,
  });
});
