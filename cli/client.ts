/**
 * Makes, shows, rotates and removes the app clients of an installation's user pool, with the AWS
 * credentials of the operator.
 */
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { OPERATOR_SCOPE, scopeOf } from '../functions/shared/contract/permissions.ts';
import { appClients } from './client/app-clients.ts';
import { bindings } from './client/bindings.ts';
import type { client } from './client/declaration.ts';
import { type Command, readCommand } from './client/options.ts';
import type { Given } from './command/declaration.ts';
import { operatorTable } from './shared/operator-table.ts';
import { printableJson } from './shared/printable.ts';
import { withStatus } from './shared/status.ts';
import { readUserPool, type UserPoolOutputs } from './shared/user-pool.ts';

/** Runs `tenantry client`. */
export const run = async (given: Given<typeof client.options>): Promise<void> => {
  const command = readCommand(given);
  const outputs = await readUserPool(command.stage, command.name);
  console.log(await withStatus(STATUS[command.action], () => act(command, outputs)));
};

const STATUS = {
  create: 'Creating the client',
  list: 'Reading the clients of the user pool',
  rotate: 'Changing the secrets of the client',
  delete: 'Removing the client',
} as const satisfies Record<Command['action'], string>;

/** Returns what is printed. */
const act = async (command: Command, outputs: UserPoolOutputs): Promise<string> => {
  const clients = appClients(new CognitoIdentityProviderClient(), outputs.UserPoolId);
  const bound = bindings(operatorTable(outputs.TableName));
  switch (command.action) {
    case 'create':
      return create(command, outputs, clients, bound);
    case 'list':
      return list(clients, bound);
    case 'delete':
      return remove(command.clientId, outputs, clients, bound);
    case 'rotate':
      if (!command.retire) return printableJson(await clients.addSecret(command.clientId));
      await clients.retireSecret(command.clientId);
      return 'The older secret is removed.';
  }
};

type Clients = ReturnType<typeof appClients>;
type Bindings = ReturnType<typeof bindings>;

/** Creates a client and then its binding: tokens of a client without one act for nobody. */
const create = async (
  { clientName, tenant, permissions }: Extract<Command, { action: 'create' }>,
  { TokenUrl }: UserPoolOutputs,
  clients: Clients,
  bound: Bindings,
): Promise<string> => {
  await bound.requireTenant(tenant);
  const scopes = [...permissions, ...(tenant === 'operator' ? [OPERATOR_SCOPE] : [])].map(scopeOf);
  const made = await clients.create(clientName, scopes);
  try {
    if (tenant !== 'operator') await bound.add(made.clientId, tenant, new Date().toISOString());
  } catch (error) {
    await clients.remove(made.clientId);
    throw error;
  }
  return printableJson({ ...made, tokenUrl: TokenUrl, scope: scopes.join(' ') });
};

const OURS = scopeOf('');

const list = async (clients: Clients, bound: Bindings): Promise<string> => {
  const found = await clients.list();
  const tenants = await bound.of(found.map(({ id }) => id));
  const rows = found.map(({ id, name, scopes }) => {
    const names = scopes.filter((scope) => scope.startsWith(OURS)).map((scope) => scope.slice(OURS.length));
    const tenant = tenants.get(id) ?? (names.includes(OPERATOR_SCOPE) ? 'every tenant' : 'nobody');
    return [id, name, tenant, names.filter((permission) => permission !== OPERATOR_SCOPE).join(',')];
  });
  const table = [['client', 'name', 'acts for', 'permissions'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
};

/**
 * Removes a client, then its binding: a client without a binding gets tokens that act for nobody. A
 * second run finishes an interrupted one.
 */
const remove = async (clientId: string, { MachineClientId }: UserPoolOutputs, clients: Clients, bound: Bindings): Promise<string> => {
  if (clientId === MachineClientId) throw new Error(`The client ${clientId} is made by the data stack: rotate its secret instead.`);
  const existed = await clients.remove(clientId);
  await bound.remove(clientId);
  return existed ? 'The client and its binding are removed.' : 'There was no such client; a binding that it left is removed.';
};
