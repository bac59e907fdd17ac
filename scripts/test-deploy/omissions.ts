import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CloudFormationClient, ValidateTemplateCommand } from '@aws-sdk/client-cloudformation';

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

/** A resource that the emulator cannot make. */
export interface Omission extends Resource {
  readonly logicalId: string;
}

/**
 * Takes out of a synthesised assembly the resources of types that the emulator does not know, asking it by name, and gives them. What refers to
 * one then says its logical id; an output that tells of one goes with it.
 */
export const omitUnknown = async (assembly: string, client: CloudFormationClient): Promise<readonly Omission[]> => {
  const files = readdirSync(assembly).filter((file) => file.endsWith('.template.json'));
  const templates = files.map((file) => [file, JSON.parse(readFileSync(join(assembly, file), 'utf8')) as Template] as const);
  const types = new Set(templates.flatMap(([, { Resources }]) => Object.values(Resources).map(({ Type }) => Type)));
  const unknown = await unknownOf([...types], client);

  return templates.flatMap(([file, template]) => {
    const omitted = Object.entries(template.Resources).filter(([, { Type }]) => unknown.includes(Type));
    if (omitted.length > 0) replace(assembly, file, without(template, new Set(omitted.map(([id]) => id))));
    return omitted.map(([logicalId, resource]) => ({ logicalId, ...resource }));
  });
};

const unknownOf = async (types: readonly string[], client: CloudFormationClient): Promise<readonly string[]> => {
  const Resources = Object.fromEntries(types.map((Type, at) => [`R${at}`, { Type }]));
  try {
    await client.send(new ValidateTemplateCommand({ TemplateBody: JSON.stringify({ Resources }) }));
    return [];
  } catch (error) {
    const [, list] = /Unrecognized resource types: \[(.*)\]/.exec(String(error)) ?? [];
    if (list === undefined) throw error;
    return list.split(', ');
  }
};

const without = ({ Resources, Outputs = {}, ...rest }: Template, gone: ReadonlySet<string>): Template => {
  const kept = (entries: object, leave: (id: string, value: unknown) => boolean) =>
    Object.fromEntries(Object.entries(entries).filter(([id, value]) => !leave(id, value)));
  return {
    ...rest,
    Resources: replaced(
      kept(Resources, (id) => gone.has(id)),
      gone,
    ) as Template['Resources'],
    Outputs: kept(Outputs, (_, value) => JSON.stringify(replaced(value, gone)) !== JSON.stringify(value)),
  };
};

const replaced = (value: unknown, gone: ReadonlySet<string>): unknown => {
  if (Array.isArray(value)) return value.map((item) => replaced(item, gone));
  if (typeof value !== 'object' || value === null) return value;
  const [[key, argument] = []] = Object.entries(value);
  const [target] = key === 'Ref' ? [argument] : key === 'Fn::GetAtt' && Array.isArray(argument) ? argument : [];
  if (typeof target === 'string' && gone.has(target)) return target;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, name === 'DependsOn' ? present(member, gone) : replaced(member, gone)]),
  );
};

const present = (ids: unknown, gone: ReadonlySet<string>): readonly unknown[] => [ids].flat().filter((id) => !gone.has(String(id)));

// The bootstrap bucket keeps templates by their hashes and never takes one twice.
const replace = (assembly: string, file: string, template: Template): void => {
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
