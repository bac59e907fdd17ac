import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { PYTHON } from '../../testing/python-packages.ts';
import type { HttpApi } from './http-api.ts';
import { PACKAGES } from './python-packages.ts';
import { run } from './run.ts';
import { sampleRuns, startSampleApi } from './sample-requests.ts';

const SOURCES = join(import.meta.dirname, '../../clients/python');

let api: HttpApi;
let folder: string;
let wheel: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenantry-samples-'));
  const build = run(PYTHON, [join(SOURCES, 'build.py'), folder], { env: { PYTHONPATH: PACKAGES } });
  [api, wheel] = await Promise.all([startSampleApi(), build.then((path) => path.trim())]);
}, 60_000);
afterAll(async () => {
  await api?.stop();
  await rm(folder, { recursive: true, force: true });
});

test('every sample of the client of Python does what it says', async () => {
  const runs = await sampleRuns(api.api, 'Python client');
  const token = (await api.api.bearer()).replace('Bearer ', '');
  const env = {
    // A wheel is an archive that Python imports from.
    PYTHONPATH: [wheel, PACKAGES].join(delimiter),
    ...{ TENANTRY_URL: api.url, TENANTRY_TOKEN: token, RUNS: JSON.stringify(runs) },
  };
  const printed = await run(PYTHON, [join(import.meta.dirname, 'run_samples.py')], { env });
  expect(JSON.parse(printed)).toEqual({ ran: runs.map(({ operationId }) => operationId), failed: {} });
}, 120_000);
