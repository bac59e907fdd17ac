import { hasUserinfo } from '../../functions/shared/contract/userinfo.ts';
import { parseOnce } from '../shared/parse-once.ts';
import { UsageError } from '../shared/usage-error.ts';

/** The options of the doctor. */
export interface DoctorOptions {
  /** Absent when only an API is looked at, by its address. */
  readonly stage?: string;
  readonly name: string;
  readonly region?: string;
  readonly profile?: string;
  readonly url?: string;
  readonly token?: string;
  readonly tokenCommand?: string;
  readonly reseller?: string;
  readonly write: boolean;
  readonly json: boolean;
}

/** The text of `--help`. */
export const USAGE = `Checks a deployed installation from outside and prints a table: each check, what was seen, what to do.

  npx tenantry doctor --stage <stage> [options]
  npx tenantry doctor --url <address>             only what can be seen over HTTP, without AWS
  npx tenantry doctor --first-hour --help         asks an AWS account what no document says

  --stage          the stage of the installation, such as prod
  --name           its name, where it is not tenantry
  --region         the AWS Region, where it is not that of the AWS SDK's configuration
  --profile        a profile of the AWS SDK's configuration
  --url            the address of the API, where it is not the output of the stack
  --token-command  a shell command that prints a token; else TENANTRY_TOKEN. An API on this machine
                   gets a local token
  --write          also creates and deletes an organization through the API, with that token. Its
                   events are sent to webhooks. The deleted organization can be restored for as long
                   as the installation keeps deleted ones
  --reseller       the reseller to do that in, where the token is bound to it; else one is created and
                   deleted
  --json           prints the rows as JSON
  --help           prints this text

It only reads, except with --write. Credentials are those of the AWS SDK (AWS_PROFILE, …) and need
only to read; AWS_ENDPOINT_URL leads it to an emulator.
Exit code: 0 when nothing failed, 1 when something did, 2 when the options were wrong.
`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = {
  ...{ stage: text, name: text, region: text, profile: text, url: text, 'token-command': text, reseller: text },
  ...{ write: flag, json: flag, help: flag },
} as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads flags and environment; undefined asks for help. @throws {UsageError} */
export const readOptions = (args: readonly string[], env: Environment): DoctorOptions | undefined => {
  const { help, stage, name, url, write = false, json = false, 'token-command': tokenCommand, ...others } = valuesOf(args);
  if (help) return undefined;
  if (stage === undefined && url === undefined) throw new UsageError('One of --stage and --url is required.');
  if (stage === undefined && (name ?? others.region ?? others.profile) !== undefined) {
    throw new UsageError('--name, --region and --profile are of an installation: --stage is missing.');
  }
  const token = env.TENANTRY_TOKEN || undefined;
  return {
    ...(stage !== undefined && { stage: nameOf('stage', stage) }),
    name: nameOf('name', name ?? 'tenantry'),
    ...(url !== undefined && { url: addressOf(url) }),
    ...others,
    ...(token !== undefined && { token }),
    ...(tokenCommand !== undefined && { tokenCommand }),
    ...{ write, json },
  };
};

const valuesOf = (args: readonly string[]) => {
  try {
    return parseOnce({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
};

const nameOf = (flagName: string, text: string): string => {
  if (!/^[a-z][a-z0-9-]*$/.test(text)) throw new UsageError(`--${flagName} must be small letters, digits and hyphens, not "${text}".`);
  return text;
};

const addressOf = (text: string): string => {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) throw new UsageError(`--url must be an http or https address, not "${text}".`);
  if (hasUserinfo(text) || url.search || url.hash) throw new UsageError('--url must be an address alone, without credentials or query.');
  return url.href.replace(/\/$/, '');
};
