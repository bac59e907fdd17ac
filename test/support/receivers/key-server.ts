import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import vectors from '../../../docs/webhook-vectors.json' with { type: 'json' };
import { type Case, caseOf, type Outcome, SAMPLE } from './cases.ts';
import type { Receiver } from './languages.ts';

const [first, second] = vectors.keys.keys;
const [byFirst, bySecond] = SAMPLE.headers['webhook-signature'].split(' ');

// What the address of the keys answers, one request after another.
const ANSWERS = [
  { status: 200, body: { keys: [first] } },
  { status: 200, body: { keys: [first] } },
  { status: 200, body: { keys: [second, first] } },
  { status: 500, body: { keys: [] } },
  { status: 302, body: { keys: [] } },
  { status: 200, body: { keys: null } },
  { status: 200, body: { keys: [first] } },
] as const;

const SECOND = 1000;
const MINUTE = 60 * SECOND;

const STEPS = [
  ['the first webhook', byFirst, 0],
  ['one by the same key five minutes later', byFirst, 5 * MINUTE],
  ['one after that', byFirst, 5 * MINUTE + 1],
  ['one by a new key within a minute', bySecond, 6 * MINUTE],
  ['one by a new key a minute later', bySecond, 6 * MINUTE + 1],
  ['one when the address fails', byFirst, 12 * MINUTE],
  ['one within a minute of that', byFirst, 13 * MINUTE - 1],
  ['one when the address redirects', byFirst, 13 * MINUTE],
  ['one when the address has failed for an hour', byFirst, 66 * MINUTE + 2],
  ['one within a minute of that too', byFirst, 67 * MINUTE],
  ['one when the address answers again', byFirst, 68 * MINUTE],
] as const;

const START = 1_800_000_000_000;

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
};

const close = async (server: Server): Promise<void> => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
};

/** Has a receiver verify webhooks with fetched keys; counts the requests for these. */
export const receiveWithKeyServer = async (receive: Receiver) => {
  let requests = 0;
  const server = createServer((request, response) => {
    const { status, body } = request.url === '/elsewhere' ? ANSWERS[0] : (ANSWERS[requests] ?? ANSWERS[0]);
    requests += 1;
    response.writeHead(status, { 'Content-Type': 'application/json', Location: '/elsewhere' }).end(JSON.stringify(body));
  });
  const url = await listen(server);
  const cases = STEPS.map(([name, signature, after]) => {
    const headers = { ...SAMPLE.headers, 'webhook-signature': signature ?? '' };
    return caseOf(name, { ...SAMPLE, headers }, { now: START + after });
  });
  try {
    const outcomes = await receive({ url, cases });
    return { cases, outcomes, requests };
  } finally {
    await close(server);
  }
};

// Each byte restarts a timeout that is of a socket.
const DRIP_MS = 500;
const LENGTH_MS = 30_000;

/** Has a receiver verify a webhook while the answer of the address arrives byte by byte. */
export const receiveWithDrippingKeys = async (receive: Receiver): Promise<[readonly Case[], readonly Outcome[]]> => {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    const drip = setInterval(() => response.write(' '), DRIP_MS);
    const end = setTimeout(() => response.end(JSON.stringify({ keys: [first, second] })), LENGTH_MS);
    response.on('close', () => {
      clearInterval(drip);
      clearTimeout(end);
    });
  });
  const cases = [caseOf('the only webhook', SAMPLE, { now: START })];
  try {
    return [cases, await receive({ url: await listen(server), cases })];
  } finally {
    await close(server);
  }
};
