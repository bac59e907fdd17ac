import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../../local/synthesize.ts';
import { JOURNEY_OPTIONS, JOURNEY_WEBHOOKS } from './journey-assembly.ts';

/**
 * Synthesises the stack once for every journey of the run; a deployed API (`API_URL`) needs none.
 */
export default async function setUp(): Promise<void> {
  if (process.env.API_URL) return;
  const folder = await mkdtemp(join(tmpdir(), 'tenantry-journeys-'));
  const assembly = join(folder, 'assembly');
  await mkdir(assembly);
  process.env.JOURNEY_FOLDER = folder;
  process.env.JOURNEY_ASSEMBLY = assembly;
  await synthesize(assembly, JOURNEY_WEBHOOKS, { overrides: JOURNEY_OPTIONS });
}
