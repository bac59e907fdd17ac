import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { PYTHON } from '../../testing/python-packages.ts';
import { makeReseller } from '../integration/samples.ts';
import { documentedPatterns } from '../support/documented-patterns.ts';
import { TEXTS } from '../support/texts.ts';
import { type HttpApi, startHttpApi } from './http-api.ts';
import { PACKAGES } from './python-packages.ts';
import { run } from './run.ts';

const HERE = import.meta.dirname;
const DOCUMENT = join(HERE, '../../docs/openapi.json');

let api: HttpApi;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenantry-client-'));
  const options = ['--meta', 'none', '--config', join(HERE, 'python-generator.yaml'), '--output-path', join(folder, 'tenantry_client')];
  const generate = ['-m', 'openapi_python_client', 'generate', '--path', DOCUMENT, '--fail-on-warning', ...options];
  [api] = await Promise.all([startHttpApi(), run(PYTHON, generate, { env: { PYTHONPATH: PACKAGES } })]);
}, 60_000);
afterAll(async () => {
  await api?.stop();
  await rm(folder, { recursive: true, force: true });
});

test('a generated client creates and reads "Contoso", parses a webhook, and reads patterns as we do', async () => {
  const resellerId = await makeReseller(api.api);
  await api.api.post(`/v3/resellers/${resellerId}/organizations`, { name: 'Acme', email: 'it@acme.example', allowedUsers: 5 });
  const [, webhook] = await api.webhooks();
  const patterns = documentedPatterns();
  // Python holds no lone surrogates in what it prints or sends.
  const texts = TEXTS.filter((text) => text.isWellFormed());
  const token = (await api.api.bearer()).replace('Bearer ', '');
  const given = { url: api.url, token, resellerId, name: 'Contoso', webhook, patterns, texts };
  const env = { GIVEN: JSON.stringify(given), PYTHONPATH: [PACKAGES, folder].join(delimiter) };
  const { made, read, code, name, verdicts } = JSON.parse(await run(PYTHON, [join(HERE, 'use_client.py')], { env }));
  expect(made).toMatchObject({ name: 'Contoso', version: 1 });
  expect([read, code, name]).toEqual([made, 'organization-not-found', 'Acme']);
  const ours = patterns.map((pattern) => texts.map((text) => Array(2).fill(new RegExp(pattern, 'u').test(text))));
  expect(verdicts).toEqual(ours);
}, 60_000);
