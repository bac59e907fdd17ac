import { canonicalId, isUuid } from '../../functions/shared/base/uuid.ts';
import { PERMISSIONS, type Permission } from '../../functions/shared/contract/permissions.ts';
import type { Given } from '../command/declaration.ts';
import { LOCAL_STAGE } from '../shared/local-stage-name.ts';
import { readWholeNumber } from '../shared/option-values.ts';
import { UsageError } from '../shared/usage-error.ts';
import type { client } from './declaration.ts';

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

type Arguments = Given<typeof client.options>;
type Values = Arguments['values'];

/** Reads the arguments. @throws {UsageError} */
export const readCommand = ({ values, words: [action, ...rest] }: Arguments): Command => {
  if (rest.length > 0) throw new UsageError(`"${rest[0]}" is one word too many`);
  if (values.stage === LOCAL_STAGE) throw new UsageError('The stage local has no user pool: npx tenantry token prints its tokens.');
  const installation = { stage: required(values, 'stage'), name: values.name ?? 'tenantry' };
  switch (action) {
    case 'create':
      return { action, ...installation, clientName: clientName(values), tenant: tenant(values), permissions: permissions(values) };
    case 'list':
      return { action, ...installation };
    case 'rotate':
      return { action, ...installation, clientId: required(values, 'client'), retire: values.retire ?? false };
    case 'delete':
      return { action, ...installation, clientId: required(values, 'client') };
    default:
      throw new UsageError(`${action === undefined ? 'missing' : `"${action}" is not known`}: create, list, rotate or delete`);
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

const tenant = ({ reseller, partner, operator = false }: Values): Tenant => {
  const given = [reseller !== undefined, partner !== undefined, operator].filter(Boolean).length;
  if (given !== 1) throw new UsageError('name exactly one of --reseller, --partner and --operator');
  if (reseller !== undefined) return { resellerId: resellerId(reseller) };
  return partner === undefined ? 'operator' : { partnerId: readWholeNumber('--partner', partner, 1, 2_147_483_647) };
};

const resellerId = (id: string): string => {
  if (!isUuid(id)) throw new UsageError(`--reseller must be the id of a reseller, a UUID, not "${id}"`);
  return canonicalId(id);
};

const permissions = (values: Values): readonly Permission[] => {
  const names = required(values, 'permissions').split(',');
  const unknown = names.filter((name) => !(PERMISSIONS as readonly string[]).includes(name));
  if (unknown.length > 0) throw new UsageError(`Unknown permission: ${unknown.map((name) => `"${name}"`).join(', ')}`);
  return [...new Set(names)] as readonly Permission[];
};
