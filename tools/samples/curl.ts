import { acceptsKey } from '../../functions/shared/http/input-schema.ts';
import { pathIds, snakeCase } from './path-ids.ts';
import type { SampledOperation } from './sampled-operations.ts';

/** Writes the request of an operation as a command of curl, for any POSIX shell. */
export const curlSample = ({ contract, body }: SampledOperation): string => {
  const { access, method, operationId } = contract;
  const options = [
    ...(method === 'GET' ? [] : [`-X ${method}`]),
    ...(access === 'public' ? [] : ['-H "Authorization: Bearer $TENANTRY_TOKEN"']),
    ...(acceptsKey(contract) ? [`-H 'Idempotency-Key: ${snakeCase(operationId).replaceAll('_', '-')}-1'`] : []),
    ...(body === undefined ? [] : ["-H 'Content-Type: application/json'", `-d ${quote(JSON.stringify(body, null, 2))}`]),
  ];
  return [`curl --fail-with-body "${addressOf(contract)}"`, ...options].join(' \\\n  ');
};

const addressOf = (contract: SampledOperation['contract']): string =>
  pathIds(contract).reduce<string>(
    (path, { name, variable }) => path.replace(`{${name}}`, `\${${variable}}`),
    `$TENANTRY_URL${contract.path}`,
  );

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
