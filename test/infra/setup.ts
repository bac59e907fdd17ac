import { spawn } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ended } from './environment.ts';

/**
 * Synthesises every installation once for all tests of the run: loading the CDK in each of them
 * took most of their time. A process of its own does it, beside the tests that need none of it.
 */
export default async function setUp(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'tenantry-infra-'));
  process.env.INFRA_ASSEMBLIES = directory;
  const script = fileURLToPath(new URL('synthesize.ts', import.meta.url));
  const synthesis = spawn(process.execPath, [script, directory], { stdio: ['ignore', 'ignore', 'pipe'] });
  let words = '';
  synthesis.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    words += chunk;
  });
  synthesis.once('close', (code) => {
    const draft = `${ended(directory)}.draft`;
    writeFileSync(draft, code === 0 ? '' : `The synthesis ended with ${code}.\n${words}`);
    renameSync(draft, ended(directory));
  });
}
