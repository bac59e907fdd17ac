import type { Exchange } from '../../../functions/shared/endpoint/exchange.ts';
import { handler } from '../../../functions/system/fallback.ts';

const answered = async (method: string, answersPreflights: string) => {
  process.env.ANSWER_PREFLIGHTS = answersPreflights;
  const event = { rawPath: '/v1/partners', headers: {}, requestContext: { http: { method }, requestId: 'r', timeEpoch: Date.now() } };
  const { statusCode, headers } = await handler(event as unknown as Exchange, {} as never);
  return [statusCode, headers?.allow];
};

test.each([
  ['OPTIONS', 'true', [204, undefined]],
  ['OPTIONS', 'false', [405, 'POST, GET']],
  ['DELETE', 'true', [405, 'POST, GET']],
])('%s, where preflights are answered: %s, is answered %p', async (method, answersPreflights, expected) => {
  expect(await answered(method, answersPreflights)).toEqual(expected);
});
