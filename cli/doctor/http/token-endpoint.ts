import { type Finding, fail, ok } from '../finding.ts';

const PATIENCE_MS = 5000;

/** The user pool's token endpoint is there: a request without a client is refused by it, and by nothing before it. */
export const checkTokenEndpoint = async (tokenUrl: string): Promise<Finding> => {
  const answer = await fetch(tokenUrl, {
    method: 'POST',
    signal: AbortSignal.timeout(PATIENCE_MS),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=client_credentials',
  });
  await answer.body?.cancel();
  const { host } = new URL(tokenUrl);
  if (answer.status === 400 || answer.status === 401) return ok(`${host} asks for a client`);
  return fail(`${tokenUrl} answers ${answer.status}`, 'Deploy the Data stack again: the domain of the user pool is not as it should be.');
};
