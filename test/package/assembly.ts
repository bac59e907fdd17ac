import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Resource, Template } from '../infra/installation-template.ts';

interface Artifact {
  readonly type: string;
  readonly properties: { readonly stackName?: string; readonly templateFile: string };
}

/** The template of each stack of an assembly, by its name. */
export const stacksIn = (outdir: string): ReadonlyMap<string, Template> => {
  const read = <T>(file: string): T => JSON.parse(readFileSync(join(outdir, file), 'utf8')) as T;
  const { artifacts } = read<{ readonly artifacts: Readonly<Record<string, Artifact>> }>('manifest.json');
  const stacks = Object.entries(artifacts).filter(([, { type }]) => type === 'aws:cloudformation:stack');
  return new Map(stacks.map(([id, { properties }]) => [properties.stackName ?? id, read<Template>(properties.templateFile)]));
};

/** The resources of a type. */
export const ofType = (stack: Template | undefined, type: string): readonly Resource[] =>
  Object.values(stack?.Resources ?? {}).filter(({ Type }) => Type === type);
