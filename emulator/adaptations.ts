import { replaceTemplate, rewrite, type Template, templatesOf } from './templates.ts';

/** A change of the templates for a difference between the emulator and AWS. */
export interface Adaptation {
  readonly reason: string;
  readonly apply: (template: Template) => Template;
}

// Where the actions are granted on a resource, they are granted on another as well; `other` changes
// its ARN, as JSON.
const grantAlsoOn =
  (actions: RegExp, other: (arn: string) => string): Adaptation['apply'] =>
  (template) =>
    rewrite(template, (value) => {
      if (value.Effect !== 'Allow' || ![value.Action].flat().some((action) => actions.test(String(action)))) return undefined;
      return { ...value, Resource: [value.Resource, JSON.parse(other(JSON.stringify(value.Resource))) as unknown].flat() };
    });

/**
 * The differences of MiniStack 1.5.33 from AWS; those of rights allow more than the product does.
 */
export const MINISTACK: readonly Adaptation[] = [
  {
    reason: "the emulator gives a secret's name as its Ref, AWS its ARN: the Ref of the signing secret is written as the attribute Id",
    apply: (template) =>
      rewrite(template, ({ Ref: id }) =>
        typeof id === 'string' && template.Resources[id]?.Type === 'AWS::SecretsManager::Secret' ? { 'Fn::GetAtt': [id, 'Id'] } : undefined,
      ),
  },
  {
    reason:
      'the emulator knows no ExcludeUppercase and ExcludePunctuation: the signing secret is drawn with those characters as ExcludeCharacters',
    apply: (template) =>
      rewrite(template, (value, name) =>
        name === 'GenerateSecretString' && value.ExcludePunctuation === true ? listCharacters(value) : undefined,
      ),
  },
  {
    reason: 'the emulator looks for the rights on connections and API destinations under the ARN of a rule: they are granted on that, too',
    apply: grantAlsoOn(/^events:(Create|Update|Describe|Delete)(Connection|ApiDestination)$/, (arn) =>
      arn.replaceAll(/:(?:connection|api-destination)\//g, ':rule/default/'),
    ),
  },
  {
    reason: "the emulator looks for the right to a rule's targets under the ARN of its bus: it is granted on that, too",
    apply: grantAlsoOn(/^events:(Put|Remove)Targets$/, (arn) => arn.replace(':rule/', ':event-bus/').replace(/"\/[\w-]+\*"/, '"*"')),
  },
  {
    reason: 'the emulator checks the right to send e-mails on no identity or template, but on *: it is granted on that, too',
    apply: grantAlsoOn(/^ses:SendEmail$/, () => '"*"'),
  },
];

const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
const UPPERCASE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const listCharacters = ({
  ExcludeCharacters,
  ExcludePunctuation: _,
  ExcludeUppercase: __,
  ...rest
}: Readonly<Record<string, unknown>>) => ({
  ...rest,
  ExcludeCharacters: `${String(ExcludeCharacters)}${PUNCTUATION}${UPPERCASE}`,
});

/**
 * Leads the functions to the network that the suite plays; needless where the emulator itself was
 * started so.
 */
export const leadToNetwork = (environment: Readonly<Record<string, string>>): Adaptation => ({
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

/** Applies adaptations to a synthesised assembly and returns those that changed something. */
export const adapt = (assembly: string, adaptations: readonly Adaptation[]): readonly Adaptation[] => {
  const applied = new Set<Adaptation>();
  for (const [file, before] of templatesOf(assembly)) {
    const after = adaptations.reduce((template, adaptation) => {
      const next = adaptation.apply(template);
      if (JSON.stringify(next) !== JSON.stringify(template)) applied.add(adaptation);
      return next;
    }, before);
    if (JSON.stringify(after) !== JSON.stringify(before)) replaceTemplate(assembly, file, after);
  }
  return [...applied];
};
