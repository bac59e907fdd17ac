import type { Answer, RowAnswer } from '../../cli/import/batch-answer.ts';
import { ImportHalted } from '../../cli/import/import-halted.ts';
import type { ResultLine } from '../../cli/import/result-line.ts';
import type { Row } from '../../cli/import/row.ts';
import { sendRows } from '../../cli/import/sender.ts';
import { drawBackoff } from '../../cli/shared/backoff.ts';
import { openTokens, type Tokens } from '../../cli/shared/tokens.ts';

const row = (line: number): Row => ({ line, end: 0, key: `key-${line}`, text: '{}', bytes: 2 });
const created = (id: string): RowAnswer => ({ status: 201, body: { id } });
const busy = (status = 503): RowAnswer => ({ status, body: { code: 'contention', detail: 'Too many changes at once.' } });
const declined = (status: number, retryAfterMs?: number): Answer => ({
  status,
  problem: { code: 'c', detail: 'It says why.' },
  retryAfterMs,
});

type Reply = (rows: readonly Row[], request: number, token: string) => Answer;

/** Sends rows to an API that replies as told, and says all that came of it. */
const send = async (rows: readonly Row[], reply: Reply, tokens: Tokens = openTokens('t', undefined)) => {
  let clock = 0;
  const requests: number[][] = [];
  const [results, pauses]: [ResultLine[], (number | undefined)[]] = [[], []];
  const post = async (sent: readonly Row[], token: string): Promise<Answer> => {
    const request = requests.push(sent.map(({ line }) => line));
    return reply(sent, request, token);
  };
  const pause = async (_: number, retryAfterMs: number | undefined): Promise<void> => {
    pauses.push(retryAfterMs);
    clock += 10_000;
  };
  const error = await sendRows(rows, {
    post,
    tokens,
    record: (lines) => void results.push(...lines),
    pause,
    waitMs: 60_000,
    now: () => clock,
  }).catch((thrown: unknown) => thrown);
  return { requests, results, pauses, error };
};

const all = (rows: readonly Row[], answer: RowAnswer): Answer => ({ results: rows.map(() => answer) });

test('each row gets its own result, in the order of the rows', async () => {
  const errors = [{ pointer: '/email' }];
  const { results, requests } = await send([row(2), row(3), row(4)], () => ({
    results: [
      created('o-1'),
      { ...created('o-2'), replayed: true },
      { status: 400, body: { code: 'invalid-request', detail: 'No.', errors } },
    ],
  }));
  expect(requests).toHaveLength(1);
  expect(results).toEqual([
    { line: 2, key: 'key-2', status: 201, id: 'o-1' },
    { line: 3, key: 'key-3', status: 201, id: 'o-2', replayed: true },
    { line: 4, key: 'key-4', status: 400, code: 'invalid-request', detail: 'No.', errors },
  ]);
});

test('only the rows that the API could not do now are sent again', async () => {
  const reply: Reply = (rows, request) => ({
    results: rows.map(({ line }) => (line <= 2 + request ? created(`o-${line}`) : busy(line % 2 ? 500 : 503))),
  });
  const { results, requests } = await send([row(2), row(3), row(4), row(5)], reply);
  expect(requests).toEqual([[2, 3, 4, 5], [4, 5], [5]]);
  expect(results.map(({ line }) => line)).toEqual([2, 3, 4, 5]);
});

test('an API that does one row of each request comes to the end of them all', async () => {
  const rows = Array.from({ length: 20 }, (_, at) => row(at + 2));
  const { results, requests } = await send(rows, (sent) => ({ results: sent.map((_, at) => (at === 0 ? created('o') : busy())) }));
  expect([requests.length, results.every(({ status }) => status === 201)]).toEqual([20, true]);
});

test('a row that the API can never do is failed after the last attempt, with what was said last', async () => {
  const { results, requests, error } = await send([row(2)], (rows) => all(rows, busy()));
  expect([requests.length, error]).toEqual([8, undefined]);
  expect(results).toEqual([{ line: 2, key: 'key-2', status: 503, code: 'contention', detail: 'Too many changes at once.' }]);
});

test.each([0, 429, 500, 502, 503, 504])('a request that ends with %d is made again', async (status) => {
  const { results, requests } = await send([row(2)], (rows, request) => (request < 7 ? declined(status) : all(rows, created('o-1'))));
  expect([requests.length, results.length]).toEqual([7, 1]);
});

test('what the API asks to wait is waited', async () => {
  const { pauses } = await send([row(2)], (rows, request) => (request === 1 ? declined(503, 7000) : all(rows, created('o-1'))));
  expect(pauses).toEqual([7000]);
});

test('rows whose request is a defect of the API are failed, and the import goes on', async () => {
  const { results, requests, error } = await send([row(2), row(3)], () => ({ status: 500, problem: { message: 'Oops' } }));
  expect([requests.length, error]).toEqual([8, undefined]);
  expect(results).toEqual([2, 3].map((line) => ({ line, key: `key-${line}`, status: 500, code: 'http-500', detail: 'Oops' })));
});

test.each([
  [0, 'The API did not answer, 7 times in 1:00: It says why.'],
  [503, 'The API answered 503 c, 7 times in 1:00: It says why.'],
  [429, 'The API answered 429 c, 7 times in 1:00: It says why.'],
])('an API that is away (%d) for longer than --wait stops the import, its rows without a result', async (status, message) => {
  const { results, requests, error } = await send([row(2)], () => declined(status));
  expect([results, requests.length]).toEqual([[], 7]);
  expect(error).toEqual(new ImportHalted(message));
});

test.each([301, 400, 401, 403, 404, 413, 415])('%d stops the import at once, with the API’s reason', async (status) => {
  const { results, requests, error } = await send([row(2)], () => declined(status));
  expect([results, requests.length]).toEqual([[], 1]);
  expect(error).toEqual(new ImportHalted(`The API answered ${status} c: It says why.`));
});

test('a token that the API does not take any more is renewed, and the rows are sent with the new one', async () => {
  const reply: Reply = (rows, _, token) => (token === 'new' ? all(rows, created('o-1')) : declined(401));
  const { results, pauses } = await send(
    [row(2)],
    reply,
    openTokens('old', async () => 'new'),
  );
  expect([results.length, pauses]).toEqual([1, []]);
});

test('a renewed token that is not taken either stops the import', async () => {
  const { requests, error } = await send(
    [row(2)],
    () => declined(401),
    openTokens('old', async () => 'new'),
  );
  expect(requests).toHaveLength(2);
  expect(error).toBeInstanceOf(ImportHalted);
});

test('requests that are refused together have the token renewed once', async () => {
  let renewals = 0;
  const tokens = openTokens('token-0', async () => {
    renewals += 1;
    return `token-${renewals}`;
  });
  expect(await Promise.all([tokens.renewed('token-0'), tokens.renewed('token-0')])).toEqual(['token-1', 'token-1']);
  expect(await tokens.renewed('token-0')).toBe('token-1');
  expect(await tokens.renewed('token-1')).toBe('token-2');
  expect(await tokens.current()).toBe('token-2');
});

test('without a first token one is got; without a way to get another there is none', async () => {
  expect(await openTokens(undefined, async () => 'printed').current()).toBe('printed');
  expect(await openTokens('only', undefined).renewed('only')).toBeUndefined();
});

test('the wait grows with the attempts up to a limit, by chance, on top of what was asked for', () => {
  const longest = [1, 2, 3, 4, 20].map((attempts) => drawBackoff(attempts, 0, () => 1));
  expect(longest).toEqual([250, 500, 1000, 2000, 20_000]);
  expect(drawBackoff(3, 0, () => 0)).toBe(0);
  expect(drawBackoff(1, 7000, () => 1)).toBe(7250);
  expect(drawBackoff(1, 1e12, () => 0)).toBe(3_600_000);
});
