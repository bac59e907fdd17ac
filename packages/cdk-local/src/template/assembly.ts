import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The sections of a CloudFormation template that the runtime reads. */
export interface Template {
  readonly Resources?: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown }; readonly Condition?: string }>
  >;
  readonly Parameters?: Readonly<Record<string, { readonly Type: string; readonly Default?: unknown }>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
}

/** One resource as the template writes it, intrinsic functions unresolved. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Condition?: string;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/**
 * One synthesised stack: its name, its template and where its assets lie (asset hash → absolute
 * path).
 */
export interface StackArtifact {
  readonly name: string;
  readonly template: Template;
  readonly assets: ReadonlyMap<string, string>;
  /** `aws://account/region` as synthesised; either part may be `unknown-…`. */
  readonly environment: string;
}

interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly properties?: {
    readonly file?: string;
    readonly templateFile?: string;
    readonly stackName?: string;
    readonly directoryName?: string;
  };
}

interface AssetManifest {
  readonly files?: Readonly<Record<string, { readonly source?: { readonly path?: string; readonly packaging?: string } }>>;
}

/**
 * Reads every stack of a cloud assembly directory, nested assemblies included; throws an error
 * naming the file that is missing or malformed.
 */
export const readAssembly = (directory: string): readonly StackArtifact[] => {
  const manifest = readJson<{ readonly artifacts?: Readonly<Record<string, Artifact>> }>(join(directory, 'manifest.json'));
  const artifacts = Object.entries(manifest.artifacts ?? {});
  const assets = new Map(artifacts.flatMap(([, artifact]) => assetPaths(directory, artifact)));

  return artifacts.flatMap(([id, { type, properties = {}, environment = '' }]) => {
    if (type === 'cdk:cloud-assembly' && properties.directoryName) return readAssembly(join(directory, properties.directoryName));
    if (type !== 'aws:cloudformation:stack' || !properties.templateFile) return [];
    const template = readJson<Template>(join(directory, properties.templateFile));
    return [{ name: properties.stackName ?? id, template, assets, environment }];
  });
};

const assetPaths = (directory: string, { type, properties }: Artifact): (readonly [string, string])[] => {
  if (type !== 'cdk:asset-manifest' || !properties?.file) return [];
  const { files = {} } = readJson<AssetManifest>(join(directory, properties.file));
  return Object.entries(files).flatMap(([hash, { source }]) => (source?.path ? [[hash, join(directory, source.path)] as const] : []));
};

const readJson = <T>(file: string): T => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch (cause) {
    throw new Error(`Cannot read ${file}: is it a synthesised cloud assembly?`, { cause });
  }
};
