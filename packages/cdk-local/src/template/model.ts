import type { StackArtifact, TemplateResource } from './assembly.ts';
import { type Attributes, describeResource, physicalName } from './attributes.ts';
import { resolveCondition } from './conditions.ts';
import { resolveDynamicReferences, type SecretLookup } from './dynamic-references.ts';
import { type AwsEnvironment, environmentOf, pseudoParameter } from './environment.ts';
import { noValue, resolve } from './intrinsics.ts';
import type { Scope } from './scope.ts';

/** Resolved properties of a resource, as CloudFormation would hand them to the service. */
export type Properties = Readonly<Record<string, unknown>>;

/**
 * One resource of the assembly; properties and references are resolved when they are read, as in a
 * deployment.
 */
export interface Resource {
  /** `<stack>/<logical id>`. */
  readonly path: string;
  readonly type: string;
  readonly template: TemplateResource;
  /** Asset hash → absolute path, of the assembly this resource came from. */
  readonly assets: ReadonlyMap<string, string>;
  properties(): Properties;
  reference(): Attributes;
  /**
   * Replaces what `Ref` and attributes give, once the resource has been created under a name or ARN
   * of its own.
   */
  assign(created: { readonly ref?: string; readonly attributes?: Readonly<Record<string, string>> }): void;
}

/** A use of another resource: of its `Ref`, or of an attribute. */
export interface Reference {
  readonly resource: Resource;
  readonly attribute?: string;
}

/** All stacks of an assembly as one system. */
export interface Model {
  readonly environment: AwsEnvironment;
  /** The names of the stacks. */
  readonly stacks: readonly string[];
  readonly resources: readonly Resource[];
  /** The resources that the properties of one name, over imports too, and those it depends on. */
  referencesOf(resource: Resource): readonly Reference[];
  ofType(...types: readonly string[]): readonly Resource[];
  /** Every stack output as `<stack>.<output key>` → value. */
  outputs(): Readonly<Record<string, string>>;
}

/** Joins the stacks of an assembly: references, exports and names resolve across them. */
export const readModel = (stacks: readonly StackArtifact[], secrets: SecretLookup): Model => {
  const environment = environmentOf(stacks);
  const scopes = new Map<StackArtifact, Scope>();
  const resources = new Map<string, Resource>();
  const scopeOf = (stack: StackArtifact): Scope => {
    const scope = scopes.get(stack) ?? stackScope(stack, { environment, resources, secrets, importValue, note });
    scopes.set(stack, scope);
    return scope;
  };
  const importValue = (name: string) => exportedValue(stacks, scopeOf, name);
  let noted: Reference[] | undefined;
  const note = (reference: Reference): void => void noted?.push(reference);

  for (const stack of stacks) {
    for (const [logicalId, template] of Object.entries(stack.template.Resources ?? {})) {
      if (template.Condition && !resolveCondition({ Condition: template.Condition }, scopeOf(stack), resolve)) continue;
      resources.set(
        `${stack.name}/${logicalId}`,
        resourceOf(stack, logicalId, template, environment, () => scopeOf(stack)),
      );
    }
  }
  const all = [...resources.values()];
  return {
    environment,
    stacks: stacks.map(({ name }) => name),
    resources: all,
    referencesOf(resource) {
      const found: Reference[] = [];
      noted = found;
      try {
        resource.properties();
      } finally {
        noted = undefined;
      }
      const [stack = ''] = resource.path.split('/');
      const named = [resource.template.DependsOn ?? []].flat().map((logicalId) => resources.get(`${stack}/${logicalId}`));
      return [...found, ...named.flatMap((each) => (each ? [{ resource: each }] : []))];
    },
    ofType: (...types) => all.filter(({ type }) => types.includes(type)),
    outputs: () => Object.fromEntries(stacks.flatMap((stack) => stackOutputs(stack, scopeOf(stack)))),
  };
};

const resourceOf = (
  stack: StackArtifact,
  logicalId: string,
  template: TemplateResource,
  environment: AwsEnvironment,
  scope: () => Scope,
): Resource => {
  const path = `${stack.name}/${logicalId}`;
  let created: Parameters<Resource['assign']>[0] = {};
  const properties = (): Properties => {
    const resolved = resolve(template.Properties ?? {}, scope());
    return resolved === noValue ? {} : (resolved as Properties);
  };
  const reference = (): Attributes => {
    const naming = nameRelevant(template, scope());
    const base = describeResource(template.Type, physicalName(template.Type, stack.name, logicalId, naming), naming, {
      ...environment,
      path,
    });
    return { ref: created.ref ?? base.ref, attributes: { ...base.attributes, ...created.attributes } };
  };
  const assign: Resource['assign'] = (values) => {
    created = { ...created, ...values };
  };
  return { path, type: template.Type, template, assets: stack.assets, properties, reference, assign };
};

/**
 * Only what a name or ARN depends on is resolved for a reference: two resources may refer to each
 * other elsewhere.
 */
const nameRelevant = ({ Properties: properties = {} }: TemplateResource, scope: Scope): Properties => {
  const relevant = Object.entries(properties).filter(([key]) => key.endsWith('Name'));
  return Object.fromEntries(relevant.map(([key, value]) => [key, resolve(value, scope)]));
};

interface Surroundings {
  readonly environment: AwsEnvironment;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly secrets: SecretLookup;
  readonly importValue: (name: string) => unknown;
  readonly note: (reference: Reference) => void;
}

const stackScope = (
  { name: stack, template }: StackArtifact,
  { environment, resources, secrets, importValue, note }: Surroundings,
): Scope => {
  const parameter = (name: string) => {
    const { Type = '', Default } = template.Parameters?.[name] ?? {};
    return Type.startsWith('AWS::SSM::Parameter::Value<') ? (storedValue(resources, Default) ?? Default) : Default;
  };
  const find = (logicalId: string, attribute?: string) => {
    const resource = resources.get(`${stack}/${logicalId}`);
    if (resource) note({ resource, ...(attribute !== undefined && { attribute }) });
    return resource?.reference();
  };
  return {
    ref: (name) => (name === 'AWS::NoValue' ? noValue : (pseudoParameter(name, stack, environment) ?? find(name)?.ref ?? parameter(name))),
    getAtt(logicalId, attribute) {
      const target = find(logicalId, attribute);
      return target && (target.attributes[attribute] ?? `${target.ref}.${attribute}`);
    },
    importValue,
    condition: (name) => template.Conditions?.[name],
    findInMap: (map, top, second) => template.Mappings?.[map]?.[top]?.[second],
    dynamicReference: (text) => resolveDynamicReferences(text, secrets),
  };
};

/** The value of a parameter that a stack stores for others. */
const storedValue = (resources: ReadonlyMap<string, Resource>, name: unknown): unknown =>
  [...resources.values()].find(({ type, reference }) => type === 'AWS::SSM::Parameter' && reference().ref === name)?.properties().Value;

const exportedValue = (stacks: readonly StackArtifact[], scopeOf: (stack: StackArtifact) => Scope, name: string): unknown => {
  for (const stack of stacks) {
    const output = Object.values(stack.template.Outputs ?? {}).find(
      ({ Export }) => Export && resolve(Export.Name, scopeOf(stack)) === name,
    );
    if (output) return resolve(output.Value, scopeOf(stack));
  }
  return undefined;
};

const stackOutputs = (stack: StackArtifact, scope: Scope): (readonly [string, string])[] =>
  Object.entries(stack.template.Outputs ?? {})
    .filter(([, { Condition }]) => !Condition || resolveCondition({ Condition }, scope, resolve))
    .map(([key, { Value }]) => [`${stack.name}.${key}`, String(resolve(Value, scope))] as const);
