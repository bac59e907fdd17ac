import { rm } from 'node:fs/promises';
import { closeSharedRuntime } from './journey-shared.ts';

/** Stops what journeys shared in this process, and removes all that the run has written. */
export default async function tearDown(): Promise<void> {
  await closeSharedRuntime();
  const folder = process.env.JOURNEY_FOLDER;
  // What a worker has left may be about to end.
  if (folder) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
