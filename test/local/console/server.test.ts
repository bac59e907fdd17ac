import { IncomingMessage, request, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { jest } from '@jest/globals';
import { openEventStream } from '../../../local/console/event-stream.ts';
import { openRing } from '../../../local/console/ring.ts';
import { BadAction, type ConsoleServer, startConsole } from '../../../local/console/server.ts';

interface Entry {
  readonly name: string;
}

const ring = openRing<Entry>({ entries: 3, characters: 1_000 });
const done: unknown[] = [];
let server: ConsoleServer;
let cookie: string;

beforeAll(async () => {
  server = await startConsole({
    port: 0,
    state: () => ({ mode: 'local' }),
    events: openEventStream(ring, { heartbeatMs: 20 }),
    actions: {
      note: (body) => void done.push(body),
      refuse: () => {
        throw new BadAction('Not so.');
      },
    },
  });
  cookie = (await fetch(server.link, { redirect: 'manual' })).headers.get('set-cookie')?.split(';')[0] ?? '';
});
afterAll(() => server.stop());

interface Sent {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** Unlike `fetch`, sends any `Host`. */
const send = (path: string, headers: Record<string, string> = {}, method = 'GET', body = ''): Promise<Sent> => {
  const { promise, resolve, reject } = Promise.withResolvers<Sent>();
  const { hostname, port } = new URL(server.url);
  request({ hostname, port, path, method, headers, agent: false }, async (response) => {
    let text = '';
    for await (const chunk of response) text += String(chunk);
    resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
  })
    .on('error', reject)
    .end(body);
  return promise;
};

const change = (more: Record<string, string> = {}) => ({
  cookie,
  origin: new URL(server.url).origin,
  'x-tenantry-console': '1',
  'content-type': 'application/json',
  ...more,
});

test('the link signs the browser in, with a cookie that no script reads and no other site sends', async () => {
  const answer = await fetch(server.link, { redirect: 'manual' });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/_console']);
  expect(answer.headers.get('set-cookie')).toMatch(/; HttpOnly; SameSite=Strict; Path=\/_console$/);
});

test.each(['/_console', '/_console/state', '/_console/events', '/_console/main.js', '/_console?key=wrong'])(
  '%s is closed to whoever has no link',
  async (path) => {
    const { status, text } = await send(path);
    expect([status, text]).toEqual([401, expect.stringContaining('link')]);
  },
);

test('a name that was pointed here is refused, whatever else the request has', async () => {
  const { port } = new URL(server.url);
  for (const host of ['evil.test', `evil.test:${port}`, `127.0.0.1.evil.test:${port}`]) {
    expect((await send('/_console', { host, cookie })).status).toBe(421);
  }
  expect((await send('/_console', { host: `localhost:${port}`, cookie })).status).toBe(200);
});

test('the page runs its own scripts only, in no frame, and is not stored', async () => {
  const { status, headers, text } = await send('/_console', { cookie });
  expect(status).toBe(200);
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(headers['content-security-policy']).not.toContain('unsafe');
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store', 'x-frame-options': 'DENY' });
  expect(text).not.toMatch(/<script(?![^>]* src=)|\son\w+=|style=/);
});

test('every file that the page names is served with its type, and no other', async () => {
  const { text } = await send('/_console', { cookie });
  const named = [...text.matchAll(/(?:href|src)="(\/_console\/[^"]+)"/g)].map(([, path = '']) => path);
  expect(named).toHaveLength(3);
  for (const path of named) expect([path, (await send(path, { cookie })).status]).toEqual([path, 200]);
  expect((await send('/_console/main.js', { cookie })).headers['content-type']).toMatch(/^text\/javascript/);
  for (const path of ['/_console/tsconfig.json', '/_console/../server.ts', '/_console/%2e%2e/server.ts', '/_console/none.js'])
    expect([path, (await send(path, { cookie })).status]).toEqual([path, 404]);
});

test.each([
  ['without an origin', { origin: '' }],
  ['of another page of this machine', { origin: 'http://127.0.0.1:1' }],
  ['of another site', { origin: 'https://evil.test' }],
])('a change %s is refused', async (_, more) => {
  const before = done.length;
  expect((await send('/_console/note', change(more), 'POST', '{}')).status).toBe(403);
  expect(done).toHaveLength(before);
});

test('a form of another page cannot send a change: it lacks the header and the type', async () => {
  const { 'x-tenantry-console': _, ...bare } = change();
  expect((await send('/_console/note', bare, 'POST', '{}')).status).toBe(403);
  expect((await send('/_console/note', change({ 'content-type': 'text/plain' }), 'POST', '{}')).status).toBe(400);
});

test('a change of the page is made; one that is wrong is told why', async () => {
  expect((await send('/_console/note', change(), 'POST', '{"a":1}')).status).toBe(200);
  expect(done).toContainEqual({ a: 1 });
  expect(await send('/_console/refuse', change(), 'POST', '{}')).toMatchObject({ status: 400, text: '{"error":"Not so."}' });
  expect((await send('/_console/toString', change(), 'POST', '{}')).status).toBe(404);
  expect((await send('/_console/note', change(), 'PUT', '{}')).status).toBe(405);
  expect((await send('/_console/note', change(), 'POST', '[1]')).status).toBe(400);
});

/** Reads a stream of events until it has matched. */
const readUntil = async (pattern: RegExp, headers: Record<string, string> = {}): Promise<string> => {
  const ending = new AbortController();
  const response = await fetch(`${server.url}/events`, { headers: { cookie, ...headers }, signal: ending.signal });
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString();
    if (pattern.test(text)) break;
  }
  ending.abort();
  return text;
};

test('a reader gets the last entries with their ids, goes on where it was, and hears a heartbeat', async () => {
  for (const name of ['one', 'two', 'three', 'four']) ring.add({ name });
  const all = await readUntil(/"four"/);
  expect(all).toMatch(/^retry: \d+\n\n/);
  // The ring keeps three.
  expect(all).not.toContain('"one"');
  expect(all).toContain('id: 2\ndata: {"name":"two"}\n\n');
  const rest = await readUntil(/\n: still here\n/, { 'last-event-id': '3' });
  expect(rest.match(/data: .*/g)).toEqual(['data: {"name":"four"}']);
});

test('a reader that was cut off for its backlog is written nothing more, when it has caught up, too', () => {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  let waiting = 5_000_000;
  Object.defineProperty(response, 'writableLength', { get: () => waiting });
  const write = jest.spyOn(response, 'write');
  const stream = openEventStream(ring);
  stream.send(response, 0);
  expect(response.writableEnded).toBe(true);
  waiting = 0;
  ring.add({ name: 'meanwhile' });
  stream.stop();
  expect(write).not.toHaveBeenCalled();
});

test('an entry that comes later reaches whoever reads', async () => {
  const reading = readUntil(/"later"/, { 'last-event-id': '4' });
  const timer = setInterval(() => ring.add({ name: 'later' }), 5);
  expect(await reading.finally(() => clearInterval(timer))).toContain('"later"');
});

test('a ring gives up its oldest entries when they are too large together, but never its last', () => {
  const small = openRing<Entry>({ entries: 10, characters: 50 });
  for (const name of ['one', 'two', 'x'.repeat(30)]) small.add({ name });
  expect(small.after(0).map(({ id }) => id)).toEqual([3]);
  small.add({ name: 'y'.repeat(100) });
  expect(small.after(0).map(({ id }) => id)).toEqual([4]);
});
