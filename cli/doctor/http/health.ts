import { type Finding, fail, ok, runbook } from '../finding.ts';
import type { Api } from './api.ts';

/** Checks that the API answers and reaches its table. */
export const checkHealth = async (api: Api): Promise<Finding> => {
  const { status, ms } = await api.send('GET', '/healthz');
  if (status === 200) return ok(`200 in ${ms} ms`);
  return fail(
    `GET /healthz answers ${status}`,
    'Find the cause in the access log and in the log of the function.',
    runbook('api-server-errors'),
  );
};
