import { rm } from 'node:fs/promises';
import { closeSharedRuntime } from './journey-shared.ts';

/** Removes the synthesised stack of the run, and stops what its journeys shared in this process. */
export default async function tearDown(): Promise<void> {
  await closeSharedRuntime();
  const directory = process.env.JOURNEY_ASSEMBLY;
  if (directory) await rm(directory, { recursive: true, force: true });
}
