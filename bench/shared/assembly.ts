import { cpSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { synthesize as synthesizeHere } from '../../local/synthesize.ts';
import { type TemporaryFolder, temporaryFolder } from './temporary-folder.ts';

/** The limits of the stage that every benchmark can run on. */
export const ASSEMBLY_OPTIONS = { webhookQuota: 2000, webhookQuotaPerTenant: 2000, webhookSettleSeconds: 0 };

/** The variable by which the runner names an assembly that all benchmarks of a quick run share. */
export const SHARED_ASSEMBLY = 'BENCH_ASSEMBLY';

/**
 * Synthesises the stage `local` of a checkout, this one unless named, into a folder of the
 * benchmark's own; or links the shared one.
 * Unless it is to be made afresh, it may be a copy of what an earlier synthesis wrote.
 */
export const openAssembly = async (checkout?: string, afresh = false): Promise<TemporaryFolder> => {
  const made = temporaryFolder();
  const { folder } = made;
  const shared = process.env[SHARED_ASSEMBLY];
  if (shared !== undefined && checkout === undefined) link(shared, folder);
  else {
    const file =
      checkout === undefined ? new URL('../../local/synthesize.ts', import.meta.url) : pathToFileURL(join(checkout, 'local/synthesize.ts'));
    const { synthesize } = (await import(file.href)) as { readonly synthesize: typeof synthesizeHere };
    await synthesize(folder, [], { overrides: ASSEMBLY_OPTIONS, afresh });
  }
  return made;
};

const link = (from: string, to: string): void => {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.isDirectory()) symlinkSync(join(from, entry.name), join(to, entry.name), 'junction');
    else cpSync(join(from, entry.name), join(to, entry.name));
  }
};
