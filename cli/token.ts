import { PERMISSIONS } from '../functions/shared/contract/permissions.ts';
import { openIssuer, type TokenRequest } from '../local/keys.ts';
import { parseOnce } from './shared/parse-once.ts';
import { UsageError } from './shared/usage-error.ts';
import type { DeployedTokenRequest } from './token/deployed.ts';

const USAGE = `Prints a JWT that the local runtime accepts, and nothing else.

  npm run -s token -- --permissions <name>[,<name>…] [options]

  --permissions   what the token allows, separated by commas
  --reseller      binds the token to one reseller id
  --partner       binds the token to one partner id (a positive integer)
  --subject       the token's subject (default: local-operator)
  --expires-in    lifetime in seconds (default: 3600)
  --help          prints this text

With --stage it gets a token of a deployed installation that has a user pool, with the AWS
credentials of the operator (AWS_REGION, AWS_PROFILE, …):

  npm run -s token -- --stage <stage> [--permissions <name>[,<name>…]] [--client <id>]
                      [--name <name>]

  --permissions   what the token allows (default: everything that the client may)
  --client        the app client (default: the operator's); its secret is TENANTRY_CLIENT_SECRET, or is
                  read from Cognito
  --name          the name of the installation (default: tenantry)

Permissions: ${PERMISSIONS.join(', ')}
`;

const readArguments = (args: readonly string[]) => {
  const text = { type: 'string' } as const;
  const options = {
    permissions: text,
    reseller: text,
    partner: text,
    subject: text,
    'expires-in': text,
    stage: text,
    name: text,
    client: text,
    help: { type: 'boolean' },
  } as const;
  try {
    return parseOnce({ args: [...args], options, allowPositionals: false, strict: true }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};

const readPermissions = (list = ''): readonly string[] => {
  const names = list.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !(PERMISSIONS as readonly string[]).includes(name));
  if (list === '') throw new UsageError('--permissions is required');
  if (unknown.length > 0) throw new UsageError(`Unknown permission: ${unknown.map((name) => `"${name}"`).join(', ')}`);
  return names;
};

const readInteger = (flag: string, text: string): number => {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > 2_147_483_647) throw new UsageError(`--${flag} must be an integer from 1 to 2147483647`);
  return value;
};

const readText = (flag: string, text: string): string => {
  if (text === '') throw new UsageError(`--${flag} must not be empty`);
  return text;
};

type Values = ReturnType<typeof readArguments>;

const refuse = (values: Values, flags: readonly (keyof Values)[], why: string): void => {
  for (const flag of flags) if (values[flag] !== undefined) throw new UsageError(`--${flag} ${why}`);
};

const readDeployedRequest = (values: Values, stage: string): DeployedTokenRequest => {
  refuse(values, ['reseller', 'partner', 'subject', 'expires-in'], 'is for the local runtime only: a deployed client has its own binding');
  const { permissions, client, name = 'tenantry' } = values;
  return {
    stage: readText('stage', stage),
    name: readText('name', name),
    ...(client === undefined ? {} : { clientId: readText('client', client) }),
    ...(permissions === undefined ? {} : { permissions: readPermissions(permissions) }),
  };
};

const readRequest = (values: Values): TokenRequest => {
  refuse(values, ['client', 'name'], 'goes with --stage');
  const { permissions, reseller, partner, subject, 'expires-in': expiresIn } = values;
  return {
    permissions: readPermissions(permissions),
    ...(reseller === undefined ? {} : { reseller: readText('reseller', reseller) }),
    ...(partner === undefined ? {} : { partner: readInteger('partner', partner) }),
    ...(subject === undefined ? {} : { subject: readText('subject', subject) }),
    ...(expiresIn === undefined ? {} : { expiresInSeconds: readInteger('expires-in', expiresIn) }),
  };
};

const tokenFor = async (values: Values): Promise<string> => {
  if (values.stage === undefined) return (await openIssuer()).mintToken(readRequest(values));
  const request = readDeployedRequest(values, values.stage);
  // Loaded when it is needed: a local token does without the AWS SDK.
  const { deployedToken } = await import('./token/deployed.ts');
  return deployedToken(request).catch((error: unknown) => {
    // A refusal of AWS is printed in its own words.
    throw new UsageError(error instanceof Error ? error.message : String(error));
  });
};

try {
  const values = readArguments(process.argv.slice(2));
  process.stdout.write(values.help ? USAGE : `${await tokenFor(values)}\n`);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\nTry: npm run -s token -- --help\n`);
  process.exitCode = 2;
}
