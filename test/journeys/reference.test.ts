import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { type WireHeaders, type WireRequest, wire } from '../../testing/wire.ts';
import type { CodeSample } from '../../tools/samples/code-samples.ts';
import { journey, withRuntime } from '../support/journey.ts';

const execute = promisify(execFile);

withRuntime('the reference page', () => {
  const here = journey();

  const send = async (request: WireRequest) => {
    const connection = wire(here.system.runtime.url);
    try {
      return await connection.send(request);
    } finally {
      connection.stop();
    }
  };
  const get = (path: string, headers: WireHeaders = {}) => send({ method: 'GET', path, headers });

  test.each(['/docs', '/docs/events'])('%s is a page that no other may frame, with a nonce of its own each time', async (path) => {
    const [page, again] = [await get(path), await get(path)];
    expect(page).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      },
    });
    const nonces = [page, again].map(({ headers }) => /'nonce-([^']+)'/.exec(headers['content-security-policy'] ?? '')?.[1]);
    expect(new Set(nonces).size).toBe(2);
    expect(page.text).toContain(`content="${nonces[0]}"`);
  });

  test('each file that it loads is compressed, may be cached for ever, and has its hash in its name', async () => {
    const { text } = await get('/docs');
    const files = [...text.matchAll(/\/docs\/assets\/[^"]+/g)].map(([path]) => path);
    expect(files).toHaveLength(3);
    for (const path of files) {
      const answer = await fetch(`${here.system.runtime.url}${path}`);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-encoding': 'gzip',
        'cache-control': 'public, max-age=31536000, immutable',
        'content-type': expect.stringMatching(/^text\/(?:javascript|css); charset=utf-8$/),
        'x-content-type-options': 'nosniff',
      });
      // `fetch` has decompressed it.
      const hash = createHash('sha256')
        .update(await answer.text())
        .digest('hex');
      expect(path.split('.').at(-2)).toBe(hash.slice(0, 16));
    }
  });

  test('nothing else is there, and nothing is taken but reads', async () => {
    for (const path of ['/docs/assets/none.js', '/docs/assets/..%2Findex.mjs', '/docs/none']) {
      expect(await get(path)).toMatchObject({ status: 404, body: { code: 'route-not-found' } });
    }
    expect(await send({ method: 'POST', path: '/docs' })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
    expect(await send({ method: 'HEAD', path: '/docs' })).toMatchObject({ status: 200, text: '' });
  });

  const tokenOf = (headers: WireHeaders) => send({ method: 'POST', path: '/docs/token', headers });

  test('the page gets a token that the API takes, and a page of another origin gets none', async () => {
    const { url } = here.system.runtime;
    const own = { origin: url, 'sec-fetch-site': 'same-origin' };
    const { status, body } = await tokenOf(own);
    expect(status).toBe(200);
    expect(await get('/v3/resellers?limit=1', { authorization: `Bearer ${body.token}` })).toMatchObject({ status: 200 });
    for (const foreign of [{ ...own, origin: 'https://evil.example' }, { ...own, host: 'evil.example' }, {}])
      expect(await tokenOf(foreign)).toMatchObject({ status: 403, body: { message: expect.any(String) } });
    const { headers } = await tokenOf({ ...own, origin: 'https://evil.example' });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('a program that asks where to begin is told of it, and a browser gets a page of links that are there', async () => {
    expect(await get('/')).toMatchObject({ status: 200, headers: { vary: 'Accept' }, body: { docs: '/docs' } });
    const { status, headers, text } = await get('/', { accept: 'text/html,*/*;q=0.8' });
    expect({ status, type: headers['content-type'], vary: headers.vary }).toEqual({
      ...{ status: 200, type: 'text/html; charset=utf-8', vary: 'Accept' },
    });
    const style = /<style>(.*)<\/style>/.exec(text)?.[1] ?? '';
    expect(headers['content-security-policy']).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    const links = [...text.matchAll(/<a href="([^"]+)"/g)].map(([, path = '']) => path);
    expect(links).toEqual(expect.arrayContaining(['/docs', '/docs/events', '/openapi.json', '/asyncapi.json']));
    for (const path of links) expect(await get(path)).toMatchObject({ status: 200 });
  });

  test('the samples of curl run as they are: a reseller is created and its organizations are listed', async () => {
    const { body } = await get('/openapi.json');
    const paths = body.paths as Readonly<Record<string, Readonly<Record<string, { readonly 'x-codeSamples': readonly CodeSample[] }>>>>;
    const token = (await tokenOf({ origin: here.system.runtime.url, 'sec-fetch-site': 'same-origin' })).body.token as string;
    const run = async (path: string, method: string, variables: Readonly<Record<string, string>> = {}): Promise<unknown> => {
      const source = paths[path]?.[method]?.['x-codeSamples'].find(({ label }) => label === 'curl')?.source ?? 'false';
      const env = { ...process.env, TENANTRY_URL: here.system.runtime.url, TENANTRY_TOKEN: token, ...variables };
      return JSON.parse((await execute('sh', ['-c', source], { env })).stdout);
    };
    const { id } = (await run('/v3/resellers', 'post')) as { readonly id: string };
    expect(await run('/v3/resellers/{resellerId}', 'get', { RESELLER_ID: id })).toMatchObject({ id, name: 'Contoso Resale' });
    expect(await run('/v3/resellers/{resellerId}/organizations', 'get', { RESELLER_ID: id })).toEqual([]);
  });
});
