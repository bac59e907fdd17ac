import { readToken, readUrl } from '../shared/api-options.ts';
import { openApiTokens } from '../shared/api-tokens.ts';
import { installationOf, readOutput } from '../shared/installation.ts';

/** Where an API is, and who gives tokens for it. */
export interface Connection {
  readonly url: string;
  token(): Promise<string>;
}

/** The options and the environment that name an API. */
export interface ConnectionOptions {
  readonly stage: string | undefined;
  readonly installation: string | undefined;
  readonly url: string | undefined;
  readonly tokenCommand: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

const LOCAL = 'http://127.0.0.1:3000';

/**
 * Connects to the API of the options, of the environment, or of this machine.
 * @throws {UsageError} when it is named wrongly, or there is no way to a token
 */
export const connect = async (options: ConnectionOptions, permissions: readonly string[], env: Environment): Promise<Connection> => {
  const stage = options.stage ?? (options.url === undefined ? env.TENANTRY_STAGE || undefined : undefined);
  const installation = installationOf({ stage, name: options.installation });
  const given = options.url ?? (options.stage === undefined ? env.TENANTRY_URL || undefined : undefined);
  const url = readUrl(given ?? (installation === undefined ? LOCAL : await readOutput(installation, 'Api', 'ApiUrl')));
  const token = readToken(env.TENANTRY_TOKEN);
  if (stage !== undefined && token === undefined && options.tokenCommand === undefined) {
    return { url, token: () => operatorToken(stage, options.installation, permissions) };
  }
  const tokens = openApiTokens({ url, token, tokenCommand: options.tokenCommand }, { permissions });
  return { url, token: tokens.current };
};

const operatorToken = async (stage: string, name = 'tenantry', permissions: readonly string[]): Promise<string> => {
  // Loaded when it is needed: most tokens take no client of AWS.
  const { deployedToken } = await import('../token/deployed.ts');
  return deployedToken({ stage, name, permissions });
};
