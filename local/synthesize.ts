import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { delimiter, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EVENTS } from '../functions/webhooks/event-catalogue.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** An operator endpoint of the local stage; plain http is taken on loopback. */
export interface LocalWebhook {
  readonly name: string;
  readonly url: string;
  /** Every event unless given. */
  readonly events?: readonly string[];
  /** As in the configuration of a stage; an API key in `Webhook-Token` unless given. */
  readonly auth?: object;
}

interface CdkJson {
  readonly app: string;
  readonly context: Readonly<Record<string, unknown>>;
}

/**
 * Synthesises the app of cdk.json for the stage `local` into `outdir`, as `cdk synth` would;
 * `overrides` are keys of the configuration.
 * @throws with the app's own words.
 */
export const synthesize = async (
  outdir: string,
  webhooks: readonly LocalWebhook[],
  overrides: Readonly<Record<string, unknown>> = {},
): Promise<void> => {
  const { app, context: flags } = JSON.parse(await readFile(new URL('../cdk.json', import.meta.url), 'utf8')) as CdkJson;
  const configuration = { ...overrides, webhooks: webhooks.map(configured) };
  const context = { ...flags, stage: 'local', ...asContext(configuration) };
  const child = spawn(app, {
    cwd: ROOT,
    shell: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, PATH: pathWithThisNode(), CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context) },
  });
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
