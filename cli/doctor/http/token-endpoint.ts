import { type Finding, fail, ok } from '../finding.ts';

const TIMEOUT_MS = 5000;

/** Checks that the user pool's token endpoint itself refuses a request without a client. */
export const checkTokenEndpoint = async (tokenUrl: string): Promise<Finding> => {
  const answer = await fetch(tokenUrl, {
    method: 'POST',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=client_credentials',
  });
  await answer.body?.cancel();
  const { host } = new URL(tokenUrl);
  if (answer.status === 400 || answer.status === 401) return ok(`${host} asks for a client`);
  return fail(`${tokenUrl} answers ${answer.status}`, 'Deploy the Data stack again: the domain of the user pool is not as it should be.');
};
