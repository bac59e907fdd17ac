import { parseArgs } from 'node:util';
import { PERMISSIONS } from '../functions/shared/permissions.ts';
import { openIssuer, type TokenRequest } from '../local/keys.ts';

const usage = `Prints a JWT that the local runtime accepts, and nothing else.

  npm run -s token -- --permissions <name>[,<name>…] [options]

  --permissions   what the token allows, separated by commas
  --reseller      binds the token to one reseller id
  --partner       binds the token to one partner id (a positive integer)
  --subject       the token's subject (default: local-operator)
  --expires-in    lifetime in seconds (default: 3600)
  --help          prints this text

Permissions: ${PERMISSIONS.join(', ')}
`;

class UsageError extends Error {}

function readArguments(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = {
    permissions: text,
    reseller: text,
    partner: text,
    subject: text,
    'expires-in': text,
    help: { type: 'boolean' },
  } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: false, strict: true }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readPermissions(list = ''): readonly string[] {
  const names = list.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !(PERMISSIONS as readonly string[]).includes(name));
  if (list === '') throw new UsageError('--permissions is required');
  if (unknown.length > 0) throw new UsageError(`Unknown permission: ${unknown.map((name) => `"${name}"`).join(', ')}`);
  return names;
}

function readInteger(flag: string, text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > 2_147_483_647) throw new UsageError(`--${flag} must be an integer from 1 to 2147483647`);
  return value;
}

function readText(flag: string, text: string): string {
  if (text === '') throw new UsageError(`--${flag} must not be empty`);
  return text;
}

function readRequest(values: ReturnType<typeof readArguments>): TokenRequest {
  const { permissions, reseller, partner, subject, 'expires-in': expiresIn } = values;
  return {
    permissions: readPermissions(permissions),
    ...(reseller === undefined ? {} : { reseller: readText('reseller', reseller) }),
    ...(partner === undefined ? {} : { partner: readInteger('partner', partner) }),
    ...(subject === undefined ? {} : { subject: readText('subject', subject) }),
    ...(expiresIn === undefined ? {} : { expiresInSeconds: readInteger('expires-in', expiresIn) }),
  };
}

try {
  const values = readArguments(process.argv.slice(2));
  if (values.help) process.stdout.write(usage);
  else process.stdout.write(`${await (await openIssuer()).mintToken(readRequest(values))}\n`);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\nTry: npm run -s token -- --help\n`);
  process.exitCode = 2;
}
