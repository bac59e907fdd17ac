import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../../local/synthesize.ts';
import { JOURNEY_OPTIONS, JOURNEY_WEBHOOKS } from './journey-assembly.ts';

/** Synthesises the stack once for every journey of the run; a deployed API (`API_URL`) needs none. */
export default async function setUp(): Promise<void> {
  if (process.env.API_URL) return;
  const directory = await mkdtemp(join(tmpdir(), 'tenantry-journeys-'));
  process.env.JOURNEY_ASSEMBLY = directory;
  await synthesize(directory, JOURNEY_WEBHOOKS, JOURNEY_OPTIONS);
}
