import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readAssembly } from '@tenantry/cdk-local/template/assembly';
import { LOCAL_CONTEXT, LOCAL_OPERATOR_SECRET } from '../lib/configuration/configuration-overrides.ts';
import { readApp } from './read-app.ts';
import { runApp } from './synthesize.ts';

interface LocalInstallation {
  /** The name of the bus. */
  readonly busName: string;
  /** The address of the API. */
  readonly url: string;
}

/**
 * Synthesises another app, which runs beside Tenantry's, for the stage `local`, into `outdir`. Its
 * context has the name of the bus, the address of the API, and the name of the secret with the
 * credentials for it.
 * @throws {Error} with the app's own words
 */
export const synthesizeConsumer = async (folder: string, outdir: string, { busName, url }: LocalInstallation): Promise<void> => {
  if (!existsSync(join(folder, 'cdk.json'))) throw new Error(`There is no CDK app in ${folder}: it needs a cdk.json.`);
  const { app, context } = await readApp(folder);
  await runApp(app, {
    folder: resolve(folder),
    outdir: resolve(outdir),
    context: {
      ...{ ...context, ...LOCAL_CONTEXT },
      ...{ 'tenantry:bus': busName, 'tenantry:api': url, 'tenantry:credentials': LOCAL_OPERATOR_SECRET },
    },
  });
};

/** Returns the name of the bus that an assembly makes. */
export const busNameIn = (assembly: string): string => {
  const resources = readAssembly(assembly).flatMap(({ template }) => Object.values(template.Resources ?? {}));
  const bus = resources.find(({ Type }) => Type === 'AWS::Events::EventBus');
  if (typeof bus?.Properties?.Name !== 'string') throw new Error('The app of this folder makes no event bus of Tenantry.');
  return bus.Properties.Name;
};
