import { type CloudFormationClient, ValidateTemplateCommand } from '@aws-sdk/client-cloudformation';
import { type Resource, referredTo, replaceTemplate, rewritten, type Template, templatesOf } from './adapted.ts';

/** A resource that the emulator cannot make. */
export interface Omission extends Resource {
  readonly logicalId: string;
}

/**
 * Takes out of a synthesised assembly the resources of types that the emulator does not know, asking it by their names, and gives them. What
 * refers to one then says its logical id; an output that tells of one goes with it.
 */
export const omitUnknown = async (assembly: string, client: CloudFormationClient): Promise<readonly Omission[]> => {
  const templates = [...templatesOf(assembly)];
  const types = new Set(templates.flatMap(([, { Resources }]) => Object.values(Resources).map(({ Type }) => Type)));
  const unknown = await unknownOf([...types], client);

  return templates.flatMap(([file, template]) => {
    const omitted = Object.entries(template.Resources).filter(([, { Type }]) => unknown.includes(Type));
    if (omitted.length > 0) replaceTemplate(assembly, file, without(template, new Set(omitted.map(([id]) => id))));
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

/** A template without these resources. */
export const without = ({ Resources, Outputs = {}, ...rest }: Template, gone: ReadonlySet<string>): Template => {
  const isGone = (id: unknown): id is string => typeof id === 'string' && gone.has(id);
  const kept = Object.entries(Resources)
    .filter(([id]) => !gone.has(id))
    .map(([id, resource]) => [
      id,
      'DependsOn' in resource ? { ...resource, DependsOn: [resource.DependsOn].flat().filter((on) => !isGone(on)) } : resource,
    ]);
  const named = <T>(value: T): T => rewritten(value, (object) => (isGone(referredTo(object)) ? referredTo(object) : undefined));
  const told = Object.entries(Outputs).filter(([, output]) => JSON.stringify(named(output)) === JSON.stringify(output));
  return { ...rest, Resources: named(Object.fromEntries(kept) as Template['Resources']), Outputs: Object.fromEntries(told) };
};
