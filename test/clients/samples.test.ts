import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SLICES } from '../../functions/operations.ts';
import { codeSamples } from '../../tools/samples/code-samples.ts';
import { sampledOperations } from '../../tools/samples/sampled-operations.ts';
import type { HttpApi } from './http-api.ts';
import { run } from './run.ts';
import { type SampleRun, sampleRuns, startSampleApi } from './sample-requests.ts';

const ROOT = join(import.meta.dirname, '../..');
const CLIENT = join(ROOT, 'client/index.ts');

let api: HttpApi;
let folder: string;
let token: string;

beforeAll(async () => {
  api = await startSampleApi();
  token = (await api.api.bearer()).replace('Bearer ', '');
  // Node.js and the compiler find packages from here.
  folder = await mkdtemp(join(ROOT, 'node_modules/.cache/samples-'));
}, 60_000);
afterAll(async () => {
  await api.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Runs samples one after the other, and returns those that fail, with what they say. */
const failures = async (runs: readonly SampleRun[], start: (one: SampleRun, env: Record<string, string>) => Promise<string>) => {
  const failed: string[] = [];
  for (const one of runs) {
    const env = { TENANTRY_URL: api.url, TENANTRY_TOKEN: token, ...one.variables };
    await start(one, env).catch((error: Error) => failed.push(`${one.operationId}: ${error.message.slice(0, 1000)}`));
  }
  return failed;
};

test('every sample of curl does what it says', async () => {
  const runs = await sampleRuns(api.api, 'curl');
  expect(runs.length).toBeGreaterThan(40);
  expect(await failures(runs, ({ source }, env) => run('sh', ['-c', source], { env }))).toEqual([]);
}, 120_000);

test('every sample of the client of TypeScript does what it says', async () => {
  const runs = await sampleRuns(api.api, 'TypeScript client');
  const start = async ({ operationId, source }: SampleRun, env: Record<string, string>) => {
    const file = join(folder, `${operationId}.mjs`);
    // There are no types in it, and Node.js knows no package `tenantry` here.
    await writeFile(file, source.replace("'tenantry/client'", JSON.stringify(CLIENT)));
    return run(process.execPath, [file], { env });
  };
  expect(await failures(runs, start)).toEqual([]);
}, 120_000);

test('every sample of the client of TypeScript has the types of its operation', async () => {
  const sources = [...sampledOperations(SLICES)].map(([name, operation]) => [name, codeSamples(operation)[1]?.source ?? ''] as const);
  await Promise.all(sources.map(([name, source]) => writeFile(join(folder, `${name}.ts`), source)));
  await writeFile(join(folder, 'wrong.ts'), sources[0]?.[1].replace('name:', 'nam:') ?? '');
  const compilerOptions = { paths: { 'tenantry/client': [CLIENT] }, types: ['node'], typeRoots: [join(ROOT, 'node_modules/@types')] };
  const config = { extends: join(ROOT, 'tsconfig.json'), compilerOptions, include: ['*.ts'], exclude: [] };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const compiled = await run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder]).catch(String);
  const faults = new Set([...compiled.matchAll(/(\w+)\.ts[(:]\d+/g)].map(([, name]) => name));
  expect([...faults]).toEqual(['wrong']);
}, 120_000);
