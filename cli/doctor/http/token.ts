import { type Finding, fail, ok, runbook } from '../finding.ts';
import { type Api, parseObject } from './api.ts';

/** Checks that the token is accepted, whatever it allows. */
export const checkToken = async (api: Api, token: string): Promise<Finding> => {
  const { status, text } = await api.send('GET', '/v3/resellers?limit=1', { token });
  const { code } = parseObject(text);
  if (status === 200) return ok('accepted; it may read resellers');
  if (status === 403) return ok(`accepted; it may not read resellers (${String(code)})`);
  return fail(
    `answered ${status} ${String(code ?? '')}`.trim(),
    'Compare iss, aud and exp of the token with the configuration of the stage.',
    runbook('api-server-errors'),
  );
};
