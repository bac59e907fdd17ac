import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { EVENTS } from '../functions/webhooks/event-catalogue.ts';
import { LOCAL_CONTEXT, LOCAL_RUN } from '../lib/configuration/configuration-overrides.ts';
import { type AssemblyCache, openAssemblyCache } from './assembly-cache.ts';
import { defaultStateDir } from './keys.ts';
import { readApp } from './read-app.ts';
import { synthesisEnvironment } from './synthesis-environment.ts';
import { keyOf, readSynthesisInputs, reasonFor } from './synthesis-inputs.ts';

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
  /** Called before the app is run, with the reason why it has to be. */
  readonly onRun?: (reason: string) => void;
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
  {
    overrides = {},
    afresh = false,
    cache = openAssemblyCache(join(defaultStateDir, 'assemblies')),
    onRun = () => undefined,
  }: SynthesisOptions = {},
): Promise<boolean> => {
  const folder = process.cwd();
  const { app, context: flags, inputs } = await readApp(folder);
  const configuration = { ...overrides, webhooks: webhooks.map(configured) };
  const context = { ...flags, ...LOCAL_CONTEXT, ...asContext(configuration) };
  const env = environmentOf(folder, context);
  // All that the app gets from here: its files, and its environment with the context.
  const key = await cache.hashKey();
  const inputsNow = () => readSynthesisInputs(inputs, folder, app, env, { key });
  const before = inputsNow();
  const kept = await cache.inputs();
  if (before && !afresh && (await cache.restore(keyOf(before), outdir))) return false;
  onRun(afresh ? 'without the last one' : before ? reasonFor(before, kept) : 'its files are too many to be compared');
  await runApp(app, { folder, outdir, context });
  const now = inputsNow();
  // What was edited meanwhile may be in the assembly or not. A full disk stops no start.
  if (before && now && keyOf(before) === keyOf(now)) await cache.keep(keyOf(now), outdir, now).catch(() => undefined);
  return true;
};

interface AppRun {
  readonly folder: string;
  readonly outdir: string;
  readonly context: object;
}

/** Runs the app of a folder, which writes its assembly. @throws {Error} with the app's own words */
export const runApp = async (app: string, { folder, outdir, context }: AppRun): Promise<void> => {
  const env = { ...environmentOf(folder, context), CDK_OUTDIR: outdir };
  const child = spawn(app, { shell: true, stdio: ['ignore', 'ignore', 'pipe'], cwd: folder, env });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    words += chunk;
  });
  // It would write on where this process has removed its files.
  const end = (): void => void child.kill();
  process.prependOnceListener('exit', end);
  const [code] = (await once(child, 'close')) as [number | null];
  process.off('exit', end);
  if (code !== 0)
    throw new Error(`${folder === process.cwd() ? 'The stack' : `The app in ${folder}`} did not synthesise.\n${words.trim()}`);
};

const environmentOf = (folder: string, context: object) => ({
  ...synthesisEnvironment(process.env, folder),
  CDK_CONTEXT_JSON: JSON.stringify(context),
  [LOCAL_RUN]: '1',
});

const asContext = (configuration: object) =>
  Object.fromEntries(Object.entries(configuration).map(([key, value]) => [`tenantry:${key}`, value]));

const EVERYTHING = [...new Set(Object.keys(EVENTS).map((name) => `${name.split('.')[0]}.*`))];

const configured = ({ name, url, events = EVERYTHING, auth }: LocalWebhook) => ({
  name,
  url,
  events,
  auth: auth ?? { type: 'api-key', header: 'Webhook-Token', secret: `tenantry/local/${name}` },
});
