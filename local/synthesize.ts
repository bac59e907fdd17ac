import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { delimiter, dirname, join } from 'node:path';
import { EVENTS } from '../functions/webhooks/event-catalogue.ts';
import { STAGE_OVERRIDE } from '../lib/configuration/configuration-overrides.ts';
import { hashFiles, type Inputs } from '../tools/inputs/hash-files.ts';
import { type AssemblyCache, openAssemblyCache } from './assembly-cache.ts';
import { defaultStateDir } from './keys.ts';
import { readApp } from './read-app.ts';
import { synthesisEnvironment } from './synthesis-environment.ts';

/** An operator endpoint of the local stage; plain http is taken on loopback. */
export interface LocalWebhook {
  readonly name: string;
  readonly url: string;
  /** Every event unless given. */
  readonly events?: readonly string[];
  /** As in the configuration of a stage; an API key in `Webhook-Token` unless given. */
  readonly auth?: object;
}

interface SynthesisOptions {
  /** Keys of the configuration. */
  readonly overrides?: Readonly<Record<string, unknown>>;
  /** Runs the app in any case. */
  readonly afresh?: boolean;
  /** Where assemblies are kept: in `.tenantry` unless given. */
  readonly cache?: AssemblyCache;
}

/**
 * Synthesises the app of the working directory for the stage `local` into `outdir`, as `cdk synth`
 * would; or copies what an earlier call wrote, when nothing that it read has changed since.
 *
 * @returns whether the app was run.
 * @throws with the app's own words.
 */
export const synthesize = async (
  outdir: string,
  webhooks: readonly LocalWebhook[],
  { overrides = {}, afresh = false, cache = openAssemblyCache(join(defaultStateDir, 'assemblies')) }: SynthesisOptions = {},
): Promise<boolean> => {
  const { app, context: flags, inputs } = await readApp(process.cwd());
  const configuration = { ...overrides, webhooks: webhooks.map(configured) };
  const context = JSON.stringify({ ...flags, stage: 'local', [STAGE_OVERRIDE]: 'local', ...asContext(configuration) });
  const env = { ...synthesisEnvironment(process.env), PATH: pathWithThisNode(), CDK_CONTEXT_JSON: context };
  const keyNow = () => keyOf(inputs, app, env);
  const key = keyNow();
  if (key !== undefined && !afresh && (await cache.restore(key, outdir))) return false;
  await run(app, { ...env, CDK_OUTDIR: outdir });
  // What was edited meanwhile may be in the assembly or not. A full disk stops no start.
  if (key !== undefined && key === keyNow()) await cache.keep(key, outdir).catch(() => undefined);
  return true;
};

// All that the app gets from here: its files, and its environment with the context.
const keyOf = (inputs: Inputs, app: string, env: object): string | undefined => {
  const files = hashFiles(inputs, process.cwd());
  return (
    files &&
    createHash('sha256')
      .update(JSON.stringify([files, app, env]))
      .digest('hex')
  );
};

const run = async (app: string, env: NodeJS.ProcessEnv): Promise<void> => {
  const child = spawn(app, { shell: true, stdio: ['ignore', 'ignore', 'pipe'], env });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    words += chunk;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`The stack did not synthesise.\n${words.trim()}`);
};

const asContext = (configuration: object) =>
  Object.fromEntries(Object.entries(configuration).map(([key, value]) => [`tenantry:${key}`, value]));

const EVERYTHING = [...new Set(Object.keys(EVENTS).map((name) => `${name.split('.')[0]}.*`))];

const configured = ({ name, url, events = EVERYTHING, auth }: LocalWebhook) => ({
  name,
  url,
  events,
  auth: auth ?? { type: 'api-key', header: 'Webhook-Token', secret: `tenantry/local/${name}` },
});

// npm puts the project's own Node first; a start without npm must find the same.
const pathWithThisNode = (): string => [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter);
