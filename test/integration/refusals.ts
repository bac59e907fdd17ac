import { PROBLEMS, type ProblemCode, type Violation } from '../../functions/shared/contract/problems.ts';
import type { Answer, Api, Call } from './api.ts';

/**
 * Sends a request that must be refused: with the code's documented status, as a problem, and with
 * nothing stored.
 */
export const refused = async (api: Api, call: Call, code: ProblemCode): Promise<Answer> => {
  const before = await api.items();
  const answer = await api.send(call);
  const { status, title } = PROBLEMS[code];
  expect({ status: answer.status, code: answer.body.code, errors: answer.body.errors }).toMatchObject({ status, code });
  expect(answer.body).toMatchObject({ type: `urn:tenantry:problem:${code}`, status, title, code, instance: 'request-1' });
  expect(answer.body.message).toBe(answer.body.detail);
  expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json', 'x-request-id': 'request-1' });
  expect(await api.items()).toEqual(before);
  return answer;
};

/**
 * Sends a request that must be refused as invalid (400); answers its violations as
 * `part pointer code`, sorted.
 */
export const violationsOf = async (api: Api, call: Call): Promise<readonly string[]> => {
  const { body } = await refused(api, call, 'invalid-request');
  return (body.errors as readonly Violation[]).map(({ in: part, pointer, code }) => `${part} ${pointer} ${code}`).sort();
};
