import { CHALLENGE_ALIAS } from '../../../functions/shared/endpoint/challenge-alias.ts';
import { type Finding, fail, ok } from '../finding.ts';
import { type Answer, type Api, parseObject } from './api.ts';

const REDEPLOY = 'Deploy the Api stack again; look what stands between here and the API.';

/** Checks that an unknown route is answered with a problem. */
export const checkUnknownRoute = async (api: Api): Promise<Finding> => {
  const answer = await api.send('GET', '/doctor/there-is-no-such-route');
  return checkProblem(answer, 404, 'route-not-found') ?? ok('404 route-not-found');
};

/** Checks that a request without credentials is refused and told how to authenticate. */
export const checkNoToken = async (api: Api): Promise<Finding> => {
  const answer = await api.send('GET', '/v3/resellers');
  const challenge = answer.headers.get('www-authenticate');
  const problem = checkProblem(answer, 401, 'credentials-missing');
  if (problem) return problem;
  const alias = answer.headers.get(CHALLENGE_ALIAS);
  if (!challenge && alias) return ok(`401, WWW-Authenticate renamed by the gateway, X-WWW-Authenticate: ${alias.split(' ')[0]}`);
  if (!challenge) return fail('401 without WWW-Authenticate', REDEPLOY);
  return ok(`401, WWW-Authenticate: ${challenge.split(' ')[0]}`);
};

/** Checks that a token that nobody has issued is refused. */
export const checkBadToken = async (api: Api): Promise<Finding> => {
  const answer = await api.send('GET', '/v3/resellers', { token: FORGED });
  return checkProblem(answer, 401, 'token-invalid') ?? ok('401 token-invalid');
};

// Well formed, but signed by nobody: {"alg":"none"} {"sub":"doctor"}.
const FORGED = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJkb2N0b3IifQ.';

const checkProblem = ({ status, headers, text }: Answer, expected: number, code: string): Finding | undefined => {
  const type = headers.get('content-type') ?? 'none';
  const problem = parseObject(text);
  if (status === expected && type.startsWith('application/problem+json') && problem.code === code) return undefined;
  return fail(`${status} ${String(problem.code ?? type)}; ${expected} ${code} was expected`, REDEPLOY);
};
