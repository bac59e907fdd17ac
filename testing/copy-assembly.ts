import { cp, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Copies a cloud assembly into an empty folder with texts of its templates replaced, such as the
 * address of a receiver; the bundles are linked, not copied.
 */
export const copyAssembly = async (from: string, to: string, replaced: Readonly<Record<string, string>>): Promise<void> => {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.name.endsWith('.template.json')) {
      const template = await readFile(source, 'utf8');
      await writeFile(
        target,
        Object.entries(replaced).reduce((text, [old, next]) => text.replaceAll(old, next), template),
      );
    } else if (entry.isDirectory()) await symlink(source, target, 'junction');
    else await cp(source, target);
  }
};
