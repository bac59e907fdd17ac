import { readAddress, readToken } from '../shared/api-options.ts';
import { openApiTokens } from '../shared/api-tokens.ts';
import { deployedOf, locate } from '../shared/deployed.ts';
import type { Tokens } from '../shared/tokens.ts';

/** Where an API is, and who gives tokens for it. */
export interface Connection {
  readonly url: string;
  token(): Promise<string>;
  /** The same, for those who have it renewed. */
  readonly tokens: Tokens;
}

/** The options and the environment that name an API. */
interface ConnectionOptions {
  readonly stage: string | undefined;
  readonly installation: string | undefined;
  readonly url: string | undefined;
  readonly tokenCommand: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Connects to the API of the options, of the environment, or of this machine.
 * @throws {UsageError} when it is named wrongly, or there is no way to a token
 */
export const connect = async (options: ConnectionOptions, permissions: readonly string[], env: Environment): Promise<Connection> => {
  const address = options.url ?? (options.stage === undefined ? env.TENANTRY_URL || undefined : undefined);
  const stage = options.stage ?? (address === undefined ? env.TENANTRY_STAGE || undefined : undefined);
  const deployed = deployedOf(stage, options.installation);
  const named = { url: address === undefined && deployed ? '' : readAddress(options.url, env, '--api-url'), ...(deployed && { deployed }) };
  const { url } = await locate(named);
  const { tokenCommand } = options;
  const tokens = openApiTokens({ ...named, url, tokenCommand, token: readToken(env.TENANTRY_TOKEN) }, { permissions });
  return { url, token: tokens.current, tokens };
};
