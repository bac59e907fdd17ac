import { CHALLENGE_ALIAS } from '../../../functions/shared/endpoint/challenge-alias.ts';
import { type Finding, fail, ok } from '../finding.ts';
import { type Answer, type Api, objectIn } from './api.ts';

const AGAIN = 'Deploy the Api stack again; look what stands between here and the API.';

/** What no route takes is answered as a problem. */
export const checkUnknownRoute = async (api: Api): Promise<Finding> => {
  const answer = await api.send('GET', '/doctor/there-is-no-such-route');
  return requireProblem(answer, 404, 'route-not-found') ?? ok('404 route-not-found');
};

/** Who says not who he is is not let in, and told how to say it. */
export const checkNoToken = async (api: Api): Promise<Finding> => {
  const answer = await api.send('GET', '/v3/resellers');
  const challenge = answer.headers.get('www-authenticate');
  const problem = requireProblem(answer, 401, 'credentials-missing');
  if (problem) return problem;
  const alias = answer.headers.get(CHALLENGE_ALIAS);
  if (!challenge && alias) return ok(`401, WWW-Authenticate renamed by the gateway, X-WWW-Authenticate: ${alias.split(' ')[0]}`);
  if (!challenge) return fail('401 without WWW-Authenticate', AGAIN);
  return ok(`401, WWW-Authenticate: ${challenge.split(' ')[0]}`);
};

/** A token that nobody has issued is refused. */
export const checkBadToken = async (api: Api): Promise<Finding> => {
  const answer = await api.send('GET', '/v3/resellers', { token: FORGED });
  return requireProblem(answer, 401, 'token-invalid') ?? ok('401 token-invalid');
};

// Well formed, but signed by nobody: {"alg":"none"} {"sub":"doctor"}.
const FORGED = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJkb2N0b3IifQ.';

const requireProblem = ({ status, headers, text }: Answer, expected: number, code: string): Finding | undefined => {
  const type = headers.get('content-type') ?? 'none';
  const problem = objectIn(text);
  if (status === expected && type.startsWith('application/problem+json') && problem.code === code) return undefined;
  return fail(`${status} ${String(problem.code ?? type)}; ${expected} ${code} was expected`, AGAIN);
};
