import { PERMISSIONS } from '../functions/shared/contract/permissions.ts';
import { openIssuer, type TokenRequest } from '../local/keys.ts';
import type { Given } from './command/declaration.ts';
import type { DeployedTokenRequest } from './shared/deployed-token.ts';
import { LOCAL_STAGE } from './shared/local-stage-name.ts';
import { readWholeNumber } from './shared/option-values.ts';
import { withStatus } from './shared/status.ts';
import { UsageError } from './shared/usage-error.ts';
import type { token as declaration } from './token/declaration.ts';

type Values = Given<typeof declaration.options>['values'];

const readPermissions = (list = ''): readonly string[] => {
  const names = list.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !(PERMISSIONS as readonly string[]).includes(name));
  if (list === '') throw new UsageError('--permissions is required');
  if (unknown.length > 0) throw new UsageError(`Unknown permission: ${unknown.map((name) => `"${name}"`).join(', ')}`);
  return names;
};

const readText = (flag: string, text: string): string => {
  if (text === '') throw new UsageError(`--${flag} must not be empty`);
  return text;
};

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
    ...(partner === undefined ? {} : { partner: readWholeNumber('--partner', partner, 1, 2_147_483_647) }),
    ...(subject === undefined ? {} : { subject: readText('subject', subject) }),
    ...(expiresIn === undefined ? {} : { expiresInSeconds: readWholeNumber('--expires-in', expiresIn, 1, 2_147_483_647) }),
  };
};

const tokenFor = async (values: Values): Promise<string> => {
  if (values.stage === undefined || values.stage === LOCAL_STAGE) return (await openIssuer()).mintToken(readRequest(values));
  const request = readDeployedRequest(values, values.stage);
  // Loaded when it is needed: a local token does without the AWS SDK.
  const { deployedToken } = await import('./shared/deployed-token.ts');
  return withStatus('Asking for a token', () => deployedToken(request));
};

/** Runs `tenantry token`. */
export const run = async ({ values }: Given<typeof declaration.options>): Promise<void> => {
  process.stdout.write(`${await tokenFor(values)}\n`);
};
