import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

type Answer = (response: ServerResponse, pass: () => Promise<Response>) => unknown;

const JSON_1_0 = { 'content-type': 'application/x-amz-json-1.0' };
const SECRET = '{"Item":{"verificationPhrase":{"S":"blue heron';

/**
 * How a table, or what stands before it, is broken. Where something is said, it is what must not be
 * told to anybody.
 */
export const FAULTS = {
  'never answers': () => undefined,
  'takes what it is sent, and never answers': (_, pass) => pass(),
  'stalls in the middle of an answer': (response) => response.writeHead(200, JSON_1_0).write(SECRET),
  'is cut off in the middle of an answer': (response) => {
    response.writeHead(200, { ...JSON_1_0, 'content-length': 1000 }).write(SECRET);
    setTimeout(() => response.destroy(), 5);
  },
  'answers half of its JSON': (response) => response.writeHead(200, JSON_1_0).end(SECRET),
  'answers an HTML page with 502': (response) => html(response, 502),
  'answers an HTML page with 503': (response) => html(response, 503),
  'answers an HTML page with 200': (response) => html(response, 200),
  'answers an HTML page with 403': (response) => html(response, 403),
  'answers an empty 502': (response) => response.writeHead(502).end(),
  'answers an empty 403': (response) => response.writeHead(403).end(),
  'answers the JSON of something else with 502': (response) => response.writeHead(502, JSON_1_0).end('{"message":"blue heron"}'),
  'answers an empty 200': (response) => response.writeHead(200).end(),
  'answers the JSON of something else with 200': (response) => response.writeHead(200, JSON_1_0).end('{"status":"blue heron"}'),
  'answers null with 200': (response) => response.writeHead(200, JSON_1_0).end('null'),
} satisfies Readonly<Record<string, Answer>>;

export type Fault = keyof typeof FAULTS;

const html = (response: ServerResponse, status: number) =>
  response.writeHead(status, { 'content-type': 'text/html' }).end('<html><body>blue heron</body></html>');

/**
 * Stands before a server, that of the table or another: hands on what it is sent, or is broken;
 * nothing that was given up by its sender is handed on.
 */
export const startBrokenTable = async () => {
  let target = '';
  let fault: Fault | undefined;
  let only: string | undefined;
  let butFor: string | undefined;
  let delayMs = 0;
  let calls = 0;
  let listener: (action: string, body: string) => void = () => undefined;

  const pass = async (request: IncomingMessage, body: Buffer): Promise<Response> => {
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
    const { method = 'POST', url = '' } = request;
    return fetch(target + url, {
      method,
      headers: headers as Record<string, string>,
      ...(body.length > 0 && { body: new Uint8Array(body) }),
    });
  };
  const server = createServer(async (request, response) => {
    calls += 1;
    const body = await buffer(request).catch(() => undefined);
    if (!body) return;
    const action = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    listener(action, body.toString('utf8'));
    if (delayMs > 0) await delay(delayMs);
    if (response.destroyed) return;
    if (fault === 'takes what it is sent, and never answers' && target === '') return;
    const isMeant = (only === undefined || only === action) && (butFor === undefined || !body.includes(butFor));
    if (fault && isMeant) return FAULTS[fault](response, () => pass(request, body));
    const answer = await pass(request, body);
    response.writeHead(answer.status, { ...JSON_1_0, 'x-amzn-requestid': answer.headers.get('x-amzn-requestid') ?? '' });
    response.end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passTo: (url: string) => {
      target = url;
    },
    /**
     * Breaks it, for one action alone if one is given, except for calls whose body has some text;
     * or lets every call take so many milliseconds.
     */
    break: (how: Fault | number, action?: string, spared?: string) => {
      [fault, delayMs] = typeof how === 'number' ? [undefined, how] : [how, 0];
      [only, butFor] = [action, spared];
      calls = 0;
    },
    repair: () => {
      [fault, delayMs] = [undefined, 0];
    },
    /** Has every call told when it arrives. */
    onCall: (tell: typeof listener) => {
      listener = tell;
    },
    /** How many calls it was sent since it was broken. */
    calls: () => calls,
    stop: () => new Promise<void>((resolve) => void server.close(() => resolve()).closeAllConnections()),
  };
};

export type BrokenTable = Awaited<ReturnType<typeof startBrokenTable>>;
