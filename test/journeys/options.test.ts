import { journey, withRuntime } from '../support/journey.ts';
import { createReseller } from '../support/journey-entities.ts';

withRuntime('the options that the journeys are synthesised with', () => {
  const here = journey();
  const origin = 'https://app.acme.test';
  const send = (path: string, init: RequestInit) => fetch(`${here.system.runtime.url}${path}`, init);

  test('the runtime understands them: it warns of nothing', () => {
    expect(here.system.runtime.warnings).toEqual([]);
  });

  test('a browser may send what the API takes from the page that is allowed, and reads what it answers', async () => {
    const preflight = await send('/v3/resellers', { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, origin]);
    expect(preflight.headers.get('access-control-allow-headers')?.split(',')).toEqual(
      expect.arrayContaining(['authorization', 'idempotency-key']),
    );

    const token = await here.mintToken({ permissions: ['reseller:read', 'reseller:write'] });
    const path = `/v3/resellers/${await createReseller(await here.as(['reseller:write']))}`;
    const answer = await send(path, { headers: { origin, authorization: `Bearer ${token}` } });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
    expect(answer.headers.get('access-control-expose-headers')?.split(',')).toContain('etag');
  });

  test('a page that is not allowed is told nothing', async () => {
    const answer = await send('/healthz', { headers: { origin: 'https://evil.test' } });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, null]);
  });
});
