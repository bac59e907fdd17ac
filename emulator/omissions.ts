import { type CloudFormationClient, ValidateTemplateCommand } from '@aws-sdk/client-cloudformation';
import type { TemplateResource } from '../lib/checks/template.ts';
import { referenceIn, replaceTemplate, rewrite, type Template, templatesOf } from './templates.ts';

/** A resource that the emulator cannot make. */
export interface Omission extends TemplateResource {
  readonly logicalId: string;
  readonly reason: string;
}

const UNKNOWN = "the emulator's CloudFormation has no such type";

/** Types that MiniStack 1.5.33 knows, but not in this form. */
const FORMS: Readonly<
  Record<string, { readonly isLacking: (properties: NonNullable<TemplateResource['Properties']>) => boolean; readonly reason: string }>
> = {
  'AWS::CloudWatch::Alarm': {
    isLacking: ({ Metrics }) => Metrics !== undefined,
    reason: "the emulator's CloudFormation has no alarms on metric math",
  },
};

/**
 * Removes the resources that the emulator does not know, by type or form, from a synthesised
 * assembly, and returns them. References to one become its logical id; outputs that name one are
 * removed too.
 */
export const omitUnknown = async (assembly: string, client: CloudFormationClient): Promise<readonly Omission[]> => {
  const templates = [...templatesOf(assembly)];
  const types = new Set(templates.flatMap(([, { Resources }]) => Object.values(Resources).map(({ Type }) => Type)));
  const unknown = await findUnknown([...types], client);

  return templates.flatMap(([file, template]) => {
    const omitted = Object.entries(template.Resources).flatMap(([logicalId, resource]) => {
      const reason = unknown.includes(resource.Type) ? UNKNOWN : findLack(resource);
      return reason === undefined ? [] : [{ logicalId, reason, ...resource }];
    });
    if (omitted.length > 0) replaceTemplate(assembly, file, without(template, new Set(omitted.map(({ logicalId }) => logicalId))));
    return omitted;
  });
};

const findLack = ({ Type, Properties = {} }: TemplateResource): string | undefined =>
  FORMS[Type]?.isLacking(Properties) ? FORMS[Type].reason : undefined;

const findUnknown = async (types: readonly string[], client: CloudFormationClient): Promise<readonly string[]> => {
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

/** Returns a template without these resources. */
export const without = ({ Resources, Outputs = {}, ...rest }: Template, gone: ReadonlySet<string>): Template => {
  const isGone = (id: unknown): id is string => typeof id === 'string' && gone.has(id);
  const kept = Object.entries(Resources)
    .filter(([id]) => !gone.has(id))
    .map(([id, resource]) => [
      id,
      'DependsOn' in resource ? { ...resource, DependsOn: [resource.DependsOn].flat().filter((on) => !isGone(on)) } : resource,
    ]);
  const named = <T>(value: T): T => rewrite(value, (object) => (isGone(referenceIn(object)) ? referenceIn(object) : undefined));
  const noted = Object.entries(Outputs).filter(([, output]) => JSON.stringify(named(output)) === JSON.stringify(output));
  return { ...rest, Resources: named(Object.fromEntries(kept) as Template['Resources']), Outputs: Object.fromEntries(noted) };
};
