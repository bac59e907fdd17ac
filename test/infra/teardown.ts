import { rm } from 'node:fs/promises';

/** Removes what was synthesised for the run. */
export default async function tearDown(): Promise<void> {
  const directory = process.env.INFRA_ASSEMBLIES;
  if (directory) await rm(directory, { recursive: true, force: true });
}
