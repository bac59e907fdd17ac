import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import document from '../../docs/openapi.json' with { type: 'json' };
import packageJson from '../../package.json' with { type: 'json' };
import { PYTHON } from '../../testing/python-packages.ts';
import { makePartner, makeReseller } from '../integration/samples.ts';
import { type HttpApi, startHttpApi } from './http-api.ts';
import { PACKAGES } from './python-packages.ts';
import { run } from './run.ts';

const SOURCES = resolve(import.meta.dirname, '../../clients/python');
const env = { PYTHONPATH: PACKAGES, PYTHONDONTWRITEBYTECODE: '1' };

let api: HttpApi;
let folder: string;
let wheel: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenantry-wheel-'));
  const build = run(PYTHON, [join(SOURCES, 'build.py'), folder], { env });
  [api, wheel] = await Promise.all([startHttpApi(), build.then((path) => path.trim())]);
}, 60_000);
afterAll(async () => {
  await api.stop();
  await rm(folder, { recursive: true, force: true });
});

test('the wheel has the version of the product, and its sources have no generated file', async () => {
  expect(wheel).toBe(join(folder, `tenantry_client-${packageJson.version}-py3-none-any.whl`));
  expect(await readFile(join(SOURCES, 'pyproject.toml'), 'utf8')).toContain(`\nversion = "${packageJson.version}"\n`);
  await expect(readFile(join(SOURCES, 'tenantry/generated/client.py'))).rejects.toThrow('ENOENT');
});

test('the installed wheel uses the API, retries what is safe, renews its tokens and shows no secret', async () => {
  const packages = join(folder, 'packages');
  await run(PYTHON, ['-m', 'pip', 'install', '--quiet', '--no-deps', '--no-index', '--no-compile', '--target', packages, wheel]);
  const resellerId = await makeReseller(api.api);
  for (const name of ['First', 'Second', 'Third']) await makePartner(api.api, undefined, { name });
  const token = (await api.api.bearer()).replace('Bearer ', '');
  const organization = organizationExample();
  const given = { url: api.url, token, resellerId, organization };
  const path = [packages, PACKAGES].join(delimiter);
  const runProgram = (name: string) =>
    run(PYTHON, [join(import.meta.dirname, name)], { env: { ...env, PYTHONPATH: path, GIVEN: JSON.stringify(given) } });
  const [printed] = await Promise.all(['use_package.py', 'use_credentials.py'].map(runProgram));
  expect(JSON.parse(printed ?? '')).toEqual({
    version: 2,
    codes: ['version-mismatch', 'name-taken'],
    taken: 'Contoso',
    hasRequest: true,
    names: ['Contoso', 'A', 'B', 'C', 'D'],
    partners: 3,
  });
}, 60_000);

const organizationExample = (): unknown =>
  document.paths['/v3/resellers/{resellerId}/organizations/{id}'].get.responses[200].content['application/json'].example;
