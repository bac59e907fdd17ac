import type { Tokens } from '../../cli/shared/tokens.ts';
import { apiCalls } from './api-calls.ts';
import { type ConsoleServer, startConsole } from './server.ts';

interface DeployedOptions {
  /** The address of the API. */
  readonly api: string;
  readonly tokens: Tokens;
  /** The port on 127.0.0.1; a free one with 0. */
  readonly port: number;
}

/**
 * Serves the console of an API that runs elsewhere: it only reads, and has no timeline of steps.
 */
export const startDeployedConsole = ({ api, tokens, port }: DeployedOptions): Promise<ConsoleServer> =>
  startConsole({
    port,
    state: () => ({ mode: 'deployed', api }),
    actions: { call: apiCalls({ url: api, tokens, isReadOnly: true }) },
  });
