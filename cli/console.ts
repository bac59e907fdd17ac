/** Serves the console of a deployed installation, which only reads. */
import { once } from 'node:events';
import { startDeployedConsole } from '../local/console/deployed-console.ts';
import type { Given } from './command/declaration.ts';
import type { consoleCommand } from './console/declaration.ts';
import { connect } from './resources/connect.ts';
import { readWholeNumber } from './shared/option-values.ts';
import { UsageError } from './shared/usage-error.ts';

const PERMISSIONS = ['partner:read', 'reseller:read', 'reseller:organization:read', 'webhook:read', 'eventLog:read'];

/** Runs `tenantry console`. */
export const run = async ({ values, words }: Given<typeof consoleCommand.options>): Promise<void> => {
  if (words.length > 0) throw new UsageError(`The console takes no words, not ${words.join(', ')}.`);
  const { stage, installation, 'api-url': url, 'token-command': tokenCommand } = values;
  const port = readWholeNumber('--port', values.port ?? '0', 0, 65_535);
  const { url: api, tokens } = await connect({ stage, installation, url, tokenCommand }, PERMISSIONS, process.env);
  const waitForEnd = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const server = await startDeployedConsole({ api, tokens, port });
  console.log(`The console of ${api} is at ${server.link}   (Ctrl-C ends it)`);
  await waitForEnd;
  await server.stop();
};
