import { httpApi } from '../src/http-api/gateway.ts';
import { listen } from '../src/http-api/listener.ts';
import { type Challenge, checkedParameters, mapResponse, type ResponseParameter } from '../src/http-api/response-parameters.ts';

const CHALLENGE_ALIAS = 'x-www-authenticate';
const CHALLENGE = 'Bearer realm="shop"';
const RENAMED = 'x-amzn-remapped-www-authenticate';

const on401 = (...parameters: readonly ResponseParameter[]) => ({ 401: { ResponseParameters: parameters } });
const restoring = on401({ Destination: 'overwrite:header.www-authenticate', Source: `$response.header.${CHALLENGE_ALIAS}` });

const refusalOf = (status = 401) => new Response('', { status, headers: { 'www-authenticate': CHALLENGE, [CHALLENGE_ALIAS]: CHALLENGE } });

test.each<[Challenge, string[]]>([
  ['kept', ['www-authenticate', CHALLENGE_ALIAS]],
  ['renamed', ['www-authenticate', RENAMED, CHALLENGE_ALIAS]],
  ['renamed-last', [RENAMED, CHALLENGE_ALIAS]],
])('a challenge that is %s is read from %j', (challenge, names) => {
  const response = refusalOf();
  mapResponse(response, restoring, challenge);
  const found = ['www-authenticate', RENAMED, CHALLENGE_ALIAS].filter((name) => response.headers.get(name) === CHALLENGE);
  expect(found).toEqual(names);
});

test('without the mapping a renamed challenge is left under its alias', () => {
  const response = refusalOf();
  mapResponse(response, undefined, 'renamed');
  expect([...response.headers.keys()].filter((name) => name.endsWith('authenticate'))).toEqual([RENAMED, CHALLENGE_ALIAS]);
});

test('a response of another status is left as it is, and so is a header whose source is absent', () => {
  const other = refusalOf(403);
  mapResponse(other, on401({ Destination: 'remove:header.www-authenticate', Source: "''" }));
  expect(other.headers.get('www-authenticate')).toBe(CHALLENGE);
  const response = refusalOf();
  mapResponse(response, on401({ Destination: 'overwrite:header.www-authenticate', Source: '$response.header.absent' }));
  expect(response.headers.get('www-authenticate')).toBe(CHALLENGE);
});

test('headers are appended, overwritten with a constant, and removed', () => {
  const response = refusalOf();
  mapResponse(
    response,
    on401(
      { Destination: 'append:header.www-authenticate', Source: 'Basic' },
      { Destination: 'overwrite:header.x-one', Source: '1' },
      { Destination: `remove:header.${CHALLENGE_ALIAS}`, Source: "''" },
    ),
  );
  expect(Object.fromEntries(response.headers)).toEqual(
    expect.objectContaining({ 'www-authenticate': `${CHALLENGE}, Basic`, 'x-one': '1' }),
  );
  expect(response.headers.has(CHALLENGE_ALIAS)).toBe(false);
});

test.each([
  ['a reserved source', 'overwrite:header.www-authenticate', `$response.header.${RENAMED}`, 'restricted'],
  ['a reserved destination', 'overwrite:header.Access-Control-Allow-Origin', '*', 'restricted'],
  ['a status', 'overwrite:statuscode', '400', 'not understood'],
  ['a part of the body', 'overwrite:header.x-one', '$response.body.code', 'not understood'],
])('%s is refused', (_, Destination, Source, message) => {
  expect(() => checkedParameters(on401({ Destination, Source }))).toThrow(message);
});

describe('the gateway', () => {
  const answers = async (challenge: Challenge): Promise<readonly string[]> => {
    const listener = await listen(0);
    const route = { routeKey: 'GET /things', functionArn: 'arn', timeoutMs: 1000, responseParameters: restoring };
    listener.serve(
      httpApi({
        ...{ api: { apiId: 'a', stage: '$default', routes: [route] }, environment: { region: 'eu-west-1', account: '123456789012' } },
        ...{ mayInvoke: () => true, onRequest: () => undefined, challenge },
        invoke: async () => ({ statusCode: 401, headers: { 'www-authenticate': CHALLENGE, [CHALLENGE_ALIAS]: CHALLENGE } }),
      }),
    );
    const { headers } = await fetch(`${listener.url}/things`);
    await listener.stop();
    return [...headers.keys()].filter((name) => name.endsWith('authenticate'));
  };

  test('renames the challenge when it is told to, and restores it by the parameters of the route', async () => {
    expect(await answers('kept')).toEqual(['www-authenticate', CHALLENGE_ALIAS]);
    expect(await answers('renamed')).toEqual(['www-authenticate', RENAMED, CHALLENGE_ALIAS]);
    expect(await answers('renamed-last')).toEqual([RENAMED, CHALLENGE_ALIAS]);
  });
});
