import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Resources } from '../lib/checks/template.ts';

export interface Template {
  readonly Resources: Resources;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

/** Reads the templates of a synthesised assembly, by their files. */
export const templatesOf = (assembly: string): ReadonlyMap<string, Template> =>
  new Map(
    readdirSync(assembly)
      .filter((file) => file.endsWith('.template.json'))
      .map((file) => [file, JSON.parse(readFileSync(join(assembly, file), 'utf8')) as Template]),
  );

/**
 * Replaces a template. The bootstrap bucket keeps templates by their hashes and never takes one
 * twice, so the hash changes too.
 */
export const replaceTemplate = (assembly: string, file: string, template: Template): void => {
  const text = JSON.stringify(template);
  writeFileSync(join(assembly, file), text);
  const assets = file.replace('.template.', '.assets.');
  const { files } = JSON.parse(readFileSync(join(assembly, assets), 'utf8')) as { files: Record<string, { source: { path: string } }> };
  const [before = ''] = Object.entries(files).find(([, { source }]) => source.path === file) ?? [];
  const after = createHash('sha256').update(text).digest('hex');
  for (const manifest of [assets, 'manifest.json']) {
    const path = join(assembly, manifest);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(before, after));
  }
};

/**
 * A change of a template, member by member: returns the replacement of a value, or undefined to
 * keep it and look into it.
 */
export type Replacement = (value: Readonly<Record<string, unknown>>, name: string) => unknown;

/** Changes every object in a template for which `replacement` returns something. */
export const rewrite = <T>(value: T, replacement: Replacement, name = ''): T => {
  if (Array.isArray(value)) return value.map((item) => rewrite(item as unknown, replacement, name)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const replaced = replacement(value as Readonly<Record<string, unknown>>, name);
  if (replaced !== undefined) return replaced as T;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, rewrite(member as unknown, replacement, key)])) as T;
};

/** Returns the logical id that a value refers to by `Ref` or `Fn::GetAtt`. */
export const referenceIn = (value: Readonly<Record<string, unknown>>): string | undefined => {
  const attribute = value['Fn::GetAtt'];
  const id = value.Ref ?? (Array.isArray(attribute) ? attribute[0] : undefined);
  return typeof id === 'string' ? id : undefined;
};
