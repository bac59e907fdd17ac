import { canonicalId } from '../../functions/shared/base/uuid.ts';
import { PERMISSIONS, type Permission } from '../../functions/shared/contract/permissions.ts';
import { parseOnce } from '../shared/parse-once.ts';
import { UsageError } from '../shared/usage-error.ts';

export const USAGE = `Manages the app clients with which programs of the operator, of resellers and of partners get
tokens from the user pool.

  npm run -s client -- create --stage <stage> --client-name <text>
                              (--reseller <id> | --partner <id> | --operator)
                              --permissions <name>[,<name>…]
  npm run -s client -- list   --stage <stage>
  npm run -s client -- rotate --stage <stage> --client <id> [--retire]
  npm run -s client -- delete --stage <stage> --client <id>

  create          creates a client and prints its id and its secret, which is shown once
    --client-name   what the list shows, 1 to 128 letters, digits, spaces and + = , . @ - _
    --reseller      binds its tokens to this reseller
    --partner       binds its tokens to this partner and all below it
    --operator      binds its tokens to no tenant: they act on every tenant
    --permissions   what they allow
  list            shows every client, what it is bound to and what its tokens allow
  rotate          adds a second secret and prints it; the first stays valid until
    --retire        removes the older of two
  delete          removes a client and its binding; issued tokens are valid for up to 15 minutes more

  --name          the name of the installation (default: tenantry)
  Region and credentials are those of the AWS SDK (AWS_REGION, AWS_PROFILE, …).

Permissions: ${PERMISSIONS.join(', ')}
`;

/** The tenant that the tokens of a client are bound to. */
export type Tenant = { readonly resellerId: string } | { readonly partnerId: number } | 'operator';

interface Installation {
  readonly stage: string;
  readonly name: string;
}

/** A command, checked as far as that is possible without AWS. */
export type Command = Installation &
  (
    | { readonly action: 'create'; readonly clientName: string; readonly tenant: Tenant; readonly permissions: readonly Permission[] }
    | { readonly action: 'list' }
    | { readonly action: 'rotate'; readonly clientId: string; readonly retire: boolean }
    | { readonly action: 'delete'; readonly clientId: string }
  );

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const options = {
  ...{ stage: text, name: { ...text, default: 'tenantry' }, client: text, 'client-name': text },
  ...{ reseller: text, partner: text, operator: flag, permissions: text, retire: flag, help: flag },
} as const;

const parse = (args: readonly string[]) => parseOnce({ args: [...args], options, allowPositionals: true });
type Values = ReturnType<typeof parse>['values'];

/** Reads the command line; `undefined` when it asks for help. @throws {UsageError} */
export const readCommand = (args: readonly string[]): Command | undefined => {
  const { values, positionals } = parseValues(args);
  if (values.help) return undefined;
  const [action, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError(`"${rest[0]}" is one word too many`);
  const installation = { stage: required(values, 'stage'), name: values.name };
  switch (action) {
    case 'create':
      return { action, ...installation, clientName: clientName(values), tenant: tenant(values), permissions: permissions(values) };
    case 'list':
      return { action, ...installation };
    case 'rotate':
      return { action, ...installation, clientId: required(values, 'client'), retire: values.retire };
    case 'delete':
      return { action, ...installation, clientId: required(values, 'client') };
    default:
      throw new UsageError(`${action === undefined ? 'missing' : `"${action}" is not known`}: create, list, rotate or delete`);
  }
};

const parseValues = (args: readonly string[]): ReturnType<typeof parse> => {
  try {
    return parse(args);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};

const required = (values: Values, name: 'stage' | 'client' | 'client-name' | 'permissions'): string => {
  const value = values[name];
  if (!value) throw new UsageError(`missing: --${name}`);
  return value;
};

const clientName = (values: Values): string => {
  const name = required(values, 'client-name');
  // CreateUserPoolClient, `ClientName`.
  if (!/^[\w\s+=,.@-]{1,128}$/.test(name))
    throw new UsageError('--client-name may have up to 128 letters, digits, spaces and + = , . @ - _');
  return name;
};

const tenant = ({ reseller, partner, operator }: Values): Tenant => {
  const given = [reseller !== undefined, partner !== undefined, operator].filter(Boolean).length;
  if (given !== 1) throw new UsageError('name exactly one of --reseller, --partner and --operator');
  if (reseller !== undefined) return { resellerId: resellerId(reseller) };
  return partner === undefined ? 'operator' : { partnerId: partnerId(partner) };
};

const resellerId = (id: string): string => {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id))
    throw new UsageError(`--reseller must be the id of a reseller, a UUID, not "${id}"`);
  return canonicalId(id);
};

const partnerId = (id: string): number => {
  if (!/^[1-9]\d{0,9}$/.test(id) || Number(id) >= 2 ** 31)
    throw new UsageError(`--partner must be an integer from 1 to 2147483647, not "${id}"`);
  return Number(id);
};

const permissions = (values: Values): readonly Permission[] => {
  const names = required(values, 'permissions').split(',');
  const unknown = names.filter((name) => !(PERMISSIONS as readonly string[]).includes(name));
  if (unknown.length > 0) throw new UsageError(`Unknown permission: ${unknown.map((name) => `"${name}"`).join(', ')}`);
  return [...new Set(names)] as readonly Permission[];
};
