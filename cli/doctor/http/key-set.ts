import { counted, type Finding, fail, ok, runbook } from '../finding.ts';
import { objectIn } from './api.ts';

const PATIENCE_MS = 5000;

/** Where tokens are verified by: the issuer's keys are published. */
export const checkKeySet = async (jwksUri: string): Promise<Finding> => {
  const answer = await fetch(jwksUri, { signal: AbortSignal.timeout(PATIENCE_MS) });
  const { keys } = objectIn(await answer.text());
  const { host } = new URL(jwksUri);
  if (answer.status === 200 && Array.isArray(keys) && keys.length > 0) return ok(`${counted(keys.length, 'key')} at ${host}`);
  const seen = answer.status === 200 ? `no keys at ${jwksUri}` : `${jwksUri} answers ${answer.status}`;
  return fail(seen, 'Mend the issuer, or jwt.jwksUri of the configuration.', runbook('api-server-errors'));
};
