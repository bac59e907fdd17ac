import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InstallationName } from './installations.ts';

/** A resource of a template, as far as tests look into it. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly DependsOn?: readonly string[];
}

interface Output {
  readonly Value: unknown;
  readonly Export?: { readonly Name: string };
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Partial<Record<string, Output>>>;
}

/** A stack as the manifest of its assembly describes it. */
export interface StackArtifact {
  readonly type: string;
  readonly environment: string;
  readonly properties: {
    readonly stackName: string;
    readonly templateFile: string;
    readonly terminationProtection?: boolean;
    readonly tags?: object;
  };
}

const pathIn = (installation: InstallationName, file: string): string => {
  const directory = process.env.INFRA_ASSEMBLIES;
  if (!directory) throw new Error('Nothing was synthesised: run the tests with the jest.config.js of the project');
  return join(directory, installation, file);
};

const readIn = <T>(installation: InstallationName, file: string): T => JSON.parse(readFileSync(pathIn(installation, file), 'utf8')) as T;

/** The stacks of an installation by their names, the one with the data first. */
export const stacksOf = (installation: InstallationName): readonly (readonly [name: string, StackArtifact])[] => {
  const { artifacts } = readIn<{ readonly artifacts: Readonly<Record<string, StackArtifact>> }>(installation, 'manifest.json');
  const stacks = Object.values(artifacts).filter(({ type }) => type === 'aws:cloudformation:stack');
  const named = (end: string) =>
    stacks.flatMap((stack) => (stack.properties.stackName.endsWith(end) ? [[stack.properties.stackName, stack] as const] : []));
  return [...named('-Data'), ...named('-Api')];
};

/** The files of both templates of an installation. */
export const templateFilesOf = (installation: InstallationName): readonly string[] =>
  stacksOf(installation).map(([, { properties }]) => pathIn(installation, properties.templateFile));

/** Both templates of an installation. */
export const templatesOf = (installation: InstallationName): { readonly data: Template; readonly api: Template } => {
  const [data, api] = stacksOf(installation).map(([, { properties }]) => readIn<Template>(installation, properties.templateFile));
  if (!data || !api) throw new Error(`${installation} has not been synthesised as two stacks`);
  return { data, api };
};

/** The resources of a type by logical id. */
export const resourcesOf = ({ Resources }: Template, type: string): readonly (readonly [string, Resource])[] =>
  Object.entries(Resources).filter(([, { Type }]) => Type === type);

/** The properties of each resource of a type, in these templates. */
export const propertiesOf = (type: string, ...templates: readonly Template[]): readonly Resource['Properties'][] =>
  templates.flatMap((template) => resourcesOf(template, type)).map(([, { Properties }]) => Properties);

/** The one resource of a type. */
export const only = (template: Template, type: string): Resource => {
  const [[, resource] = [], ...others] = resourcesOf(template, type);
  if (!resource || others.length > 0) throw new Error(`there is not one ${type}, but ${others.length + (resource ? 1 : 0)}`);
  return resource;
};
