import { rm } from 'node:fs/promises';

/** Removes the synthesised stack of the run. */
export default async function tearDown(): Promise<void> {
  const directory = process.env.JOURNEY_ASSEMBLY;
  if (directory) await rm(directory, { recursive: true, force: true });
}
