import { referredTo, replaceTemplate, rewritten, type Template, templatesOf } from './adapted.ts';

/** Something that is written otherwise in the templates, because the emulator does otherwise than AWS. */
export interface Adaptation {
  readonly reason: string;
  readonly apply: (template: Template) => Template;
}

/** On AWS a secret's `Ref` is its ARN (CloudFormation reference); so is its attribute `Id`, there and in the emulator. */
export const secretsByTheirArns: Adaptation = {
  reason: 'the emulator takes the name of a secret for its Ref, AWS its ARN: written as its attribute Id',
  apply: (template) =>
    rewritten(template, (value) => {
      const id = value.Ref === undefined ? undefined : referredTo(value);
      return id !== undefined && template.Resources[id]?.Type === 'AWS::SecretsManager::Secret' ? { 'Fn::GetAtt': [id, 'Id'] } : undefined;
    }),
};

/** Leads the functions to the outside world that the suite plays; needless where the emulator itself was started so. */
export const ledOutside = (environment: Readonly<Record<string, string>>): Adaptation => ({
  reason: 'the functions get the environment that leads them to the identity provider of the suite',
  apply: (template) => ({
    ...template,
    Resources: Object.fromEntries(
      Object.entries(template.Resources).map(([id, resource]) => [
        id,
        resource.Type === 'AWS::Lambda::Function' ? { ...resource, Properties: withVariables(resource.Properties, environment) } : resource,
      ]),
    ),
  }),
});

const withVariables = (properties: Template['Resources'][string]['Properties'] = {}, variables: Readonly<Record<string, string>>) => {
  const { Variables } = (properties.Environment ?? {}) as { Variables?: object };
  return { ...properties, Environment: { Variables: { ...Variables, ...variables } } };
};

/** Applies adaptations to a synthesised assembly and gives those that changed something. */
export const adapt = (assembly: string, adaptations: readonly Adaptation[]): readonly Adaptation[] => {
  const templates = templatesOf(assembly);
  const applied = new Set<Adaptation>();
  for (const [file, before] of templates) {
    const after = adaptations.reduce((template, adaptation) => {
      const next = adaptation.apply(template);
      if (JSON.stringify(next) !== JSON.stringify(template)) applied.add(adaptation);
      return next;
    }, before);
    if (JSON.stringify(after) !== JSON.stringify(before)) replaceTemplate(assembly, file, after);
  }
  return [...applied];
};
