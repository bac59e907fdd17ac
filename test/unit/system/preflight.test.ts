import type { Exchange } from '../../../functions/shared/endpoint/exchange.ts';
import { routed } from '../../../functions/shared/endpoint/routed.ts';
import { handler } from '../../../functions/system/fallback.ts';

const answered = async (method: string, answersPreflights: string) => {
  process.env.ANSWER_PREFLIGHTS = answersPreflights;
  const event = { rawPath: '/v1/partners', headers: {}, requestContext: { http: { method }, requestId: 'r', timeEpoch: Date.now() } };
  const { statusCode, headers } = await handler(event as unknown as Exchange, {} as never);
  return [statusCode, headers?.allow];
};

test.each([
  ['OPTIONS', 'true', [204, undefined]],
  ['OPTIONS', 'false', [405, 'POST, GET, HEAD']],
  ['DELETE', 'true', [405, 'POST, GET, HEAD']],
])('%s, where preflights are answered: %s, is answered %p', async (method, answersPreflights, expected) => {
  expect(await answered(method, answersPreflights)).toEqual(expected);
});

const run = async () => ({ statusCode: 200 });

test.each([
  ['GET', 'GET', 200],
  ['GET', 'HEAD', 200],
  ['GET', 'OPTIONS', 204],
  ['GET', 'DELETE', 405],
  ['GET', 'head', 405],
  ['POST', 'POST', 200],
  ['POST', 'GET', 405],
] as const)('an operation of %s, whose route is sent %s, answers %i', async (method, sent, status) => {
  process.env.ANSWER_PREFLIGHTS = 'true';
  const http = { method: sent };
  const event = { rawPath: '/v1/partners', headers: {}, requestContext: { http, requestId: 'r', timeEpoch: Date.now() } };
  expect((await routed({ method }, run)(event as unknown as Exchange, {} as never)).statusCode).toBe(status);
});
