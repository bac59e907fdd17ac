import { OPERATOR_SCOPE, RESOURCE_SERVER } from '../../../functions/shared/contract/permissions.ts';
import { type Finding, ok, skipped, warn } from '../finding.ts';
import { type DeployedFunction, settingOf } from './functions.ts';

/** A token acts for the operator because it says so, and not only because it is bound to no tenant. */
export const checkOperatorScope = (functions: readonly DeployedFunction[]): Finding => {
  if (settingOf(functions, 'JWT_PROFILE') === 'cognito') return needed(`${RESOURCE_SERVER}/${OPERATOR_SCOPE}`);
  const setting = settingOf(functions, 'JWT_OPERATOR_SCOPE');
  if (setting === undefined) return skipped('no function has the setting JWT_OPERATOR_SCOPE');
  const scope = JSON.parse(setting) as string | null;
  return scope === null ? unbound() : needed(scope);
};

const needed = (scope: string): Finding => ok(`a token without a tenant needs ${scope}`);

const unbound = (): Finding =>
  warn(
    'every token of the issuer that is bound to no tenant acts for the operator',
    'Give the tokens of the operator a scope, and set jwt.operatorScope to it.',
    'docs/identity.md#unbound-tokens',
  );
