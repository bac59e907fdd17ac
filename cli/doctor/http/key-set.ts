import { type Finding, fail, ok, pluralize, runbook } from '../finding.ts';
import { parseObject } from './api.ts';

const TIMEOUT_MS = 5000;

/** Checks that the issuer publishes the keys that tokens are verified with. */
export const checkKeySet = async (jwksUri: string): Promise<Finding> => {
  const answer = await fetch(jwksUri, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  const { keys } = parseObject(await answer.text());
  const { host } = new URL(jwksUri);
  if (answer.status === 200 && Array.isArray(keys) && keys.length > 0) return ok(`${pluralize(keys.length, 'key')} at ${host}`);
  const seen = answer.status === 200 ? `no keys at ${jwksUri}` : `${jwksUri} answers ${answer.status}`;
  return fail(seen, 'Fix the issuer, or jwt.jwksUri of the configuration.', runbook('api-server-errors'));
};
