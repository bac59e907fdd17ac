import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExportHalted } from '../../cli/export/export-halted.ts';
import { openTokens } from '../../cli/shared/tokens.ts';
import { exportFrom, exportScene, ORGANIZATIONS, organizationAt } from './export-scene.ts';
import { LIST } from './export-server.ts';

const scene = exportScene();
const HEADER =
  '\uFEFFname,email,allowedUsers,description,externalId,address.addressLine1,address.addressLine2,address.city,address.state,address.country,address.postalCode';
const csvOf = (count: number): string =>
  [HEADER, ...Array.from({ length: count }, (_, at) => `Organization ${at},it${at}@example.com,${at},,,,,,,,`), ''].join('\n');

test('a file that was there is replaced by all organizations, for its owner only', async () => {
  const server = await scene.server(250);
  const folder = scene.folder();
  const out = join(folder, 'organizations.csv');
  writeFileSync(out, 'of yesterday');
  const { code, stdout, stderr } = await scene.start(server, ['--out', out]).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/organizations\.csv: 250 organizations in 0:\d\d\n$/);
  expect([readFileSync(out, 'utf8'), readdirSync(folder), statSync(out).mode & 0o777]).toEqual([csvOf(250), ['organizations.csv'], 0o600]);
}, 20_000);

test.each([0, 1, 100, 101, 250])('all of %d organizations are exported, whatever the pages', async (count) => {
  const server = await scene.server(count);
  expect(await exportFrom(server, ORGANIZATIONS)).toBe(csvOf(count));
  expect(server.paths).toHaveLength(Math.max(1, Math.ceil(count / 100)));
});

test('a line of JSON is as the API takes it', async () => {
  const server = await scene.server(150);
  const lines = (await exportFrom(server, [...ORGANIZATIONS, '--format', 'ndjson'])).trimEnd().split('\n');
  expect([lines.length, lines[149]]).toEqual([150, '{"name":"Organization 149","email":"it149@example.com","allowedUsers":149}']);
});

test('one page is read ahead, and no more', async () => {
  const asked = Promise.withResolvers<void>();
  const server = await scene.server(1000, { at: (request) => request === 2 && asked.resolve() });
  const { ahead } = await import('../../cli/export/ahead.ts');
  const { openApi } = await import('../../cli/export/api.ts');
  const pages = ahead(openApi(server.url, openTokens('token', undefined), new AbortController().signal).pages(LIST));
  await pages.next();
  await asked.promise;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(server.paths).toHaveLength(2);
});

test('a token that expires between pages is renewed', async () => {
  let minted = 0;
  const tokens = openTokens(undefined, async () => `token-${++minted}`);
  const server = await scene.server(300, {
    fault: (request, token) => (request > 1 && token === 'token-1' ? { status: 401, body: { code: 'token-expired' } } : undefined),
  });
  expect(await exportFrom(server, ORGANIZATIONS, { tokens })).toBe(csvOf(300));
  expect(server.tokens).toEqual(['token-1', 'token-1', 'token-2', 'token-2']);
});

test('what fails is asked again, not before the time that the answer names', async () => {
  const times: number[] = [];
  const server = await scene.server(150, {
    at: () => times.push(performance.now()),
    fault: (request) => [undefined, { status: 429, headers: { 'retry-after': '1' } }, { status: 503 }][request - 1],
  });
  expect(await exportFrom(server, ORGANIZATIONS)).toBe(csvOf(150));
  expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThan(990);
});

test.each([
  [{ status: 403, body: { code: 'permission-missing', detail: 'It may not.' } }, 'The API answered 403 permission-missing: It may not.'],
  [{ status: 401, body: { code: 'token-expired', detail: 'It is old.' } }, 'The API answered 401 token-expired: It is old.'],
  [{ status: 302, headers: { location: 'http://127.0.0.1:1/' } }, 'The API answered 302: '],
  [{ status: 200, body: { answer: 42 } }, `This is not an answer of ${LIST}: {"answer":42}`],
  [{ status: 200, body: ['text'] }, `This is not an answer of ${LIST}: ["text"]`],
])('an answer that is none of the list ends it (%j)', async (fault, message) => {
  const server = await scene.server(150, { fault: (request) => (request === 2 ? fault : undefined) });
  await expect(exportFrom(server, ORGANIZATIONS)).rejects.toThrow(new ExportHalted(message));
});

test('the token goes nowhere else, whatever a link says', async () => {
  const elsewhere = await scene.server(1);
  const server = await scene.server(150, { link: (cursor) => `<${elsewhere.url}${LIST}?cursor=${cursor}>; rel="next"` });
  expect(await exportFrom(server, ORGANIZATIONS)).toBe(csvOf(150));
  expect(elsewhere.paths).toEqual([]);
});

test('more names of metadata than a table can use end a CSV, and not NDJSON', async () => {
  const rowAt = (at: number) => ({
    ...organizationAt(at),
    metadata: Object.fromEntries(Array.from({ length: 50 }, (_, key) => [`${at}-${key}`, ''])),
  });
  const server = await scene.server(21, {}, rowAt);
  await expect(exportFrom(server, ORGANIZATIONS)).rejects.toThrow('There are more than 1000 names of metadata');
  expect((await exportFrom(server, [...ORGANIZATIONS, '--format', 'ndjson'])).split('\n')).toHaveLength(22);
});
