import { type Finding, fail, ok, skip } from '../finding.ts';

const TIMEOUT_MS = 3000;

/** That nobody is there says nothing of what is taken. */
const UNKNOWN: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN']);

/**
 * Checks that nobody can send a token without encryption: the address refuses plain http or only
 * redirects to https.
 */
export const checkPlainHttp = async (url: string): Promise<Finding> => {
  const { hostname } = new URL(url);
  return checkPlainAnswer(`http://${hostname}/healthz`);
};

/** Checks what an http address answers, if it answers. */
export const checkPlainAnswer = async (address: string): Promise<Finding> => {
  let answer: Response;
  try {
    answer = await fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
    return UNKNOWN.has(code ?? '') ? skip('the name does not resolve') : ok('not taken');
  }
  const location = answer.headers.get('location') ?? '';
  await answer.body?.cancel();
  if (answer.status >= 300 && answer.status < 400 && location.startsWith('https:')) return ok(`${answer.status} to https`);
  if (answer.status === 403) return ok('refused with 403');
  return fail(`http is answered with ${answer.status}`, 'Take the plain listener away from what stands before the API.');
};
