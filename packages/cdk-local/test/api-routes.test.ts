import type { IncomingMessage } from 'node:http';
import { withApiRoutes } from '../src/http-api/api-routes.ts';

const incoming = (method: string, url: string) =>
  ({ method, url, rawHeaders: ['Origin', 'http://127.0.0.1:1'], socket: {}, httpVersion: '1.1' }) as unknown as IncomingMessage;

const answer = withApiRoutes(async () => new Response('of the template'), {
  '/own': ({ headers, rawQueryString }) => new Response(`${headers.origin} ${rawQueryString}`),
});

test('a POST to a path that the template does not have is answered, with its headers and query', async () => {
  expect(await (await answer(incoming('POST', '/own?a=1'))).text()).toBe('http://127.0.0.1:1 a=1');
});

test.each([
  ['GET', '/own'],
  ['POST', '/own/more'],
  ['POST', '/toString'],
])('%s %s is left to the template', async (method, url) => {
  expect(await (await answer(incoming(method, url))).text()).toBe('of the template');
});
