import fc from 'fast-check';
import { jsonRows } from '../../cli/import/json-lines.ts';
import type { Row, UnreadableRow } from '../../cli/import/row.ts';
import { collect, pieces } from './collect.ts';

const SCOPE = { reseller: 'r-1', name: 'organizations.jsonl' };

async function* streamed(text: string, size?: number) {
  yield* pieces(text, size);
}

const read = async (text: string, size?: number) => (await collect(jsonRows(streamed(text, size), { scope: SCOPE }))).items;

const textsOf = async (text: string) => (await read(text)).map((row) => (row as Row).text);

test('a line goes as it is spelled, with a key before it', async () => {
  const [text = ''] = await textsOf('{ "name":"A\\u00e9", "allowedUsers":1e2, "unknown":12345678901234567890 }\n');
  expect(text).toMatch(/^\{"idempotencyKey":"import-[\w-]{43}","name":"A\\u00e9", "allowedUsers":1e2, "unknown":12345678901234567890 \}$/);
});

test('a key of the line is kept', async () => {
  const line = '{"name":"A","idempotencyKey":"mine"}';
  expect(await textsOf(line)).toEqual([line]);
});

test('an empty object is for the API to refuse', async () => {
  expect((await textsOf('{ }')).map((text) => Object.keys(JSON.parse(text) as object))).toEqual([['idempotencyKey']]);
});

test('blank lines are skipped and counted; byte order mark, CR LF and a missing last line feed are taken', async () => {
  const rows = await read('\ufeff{"name":"A"}\r\n\r\n   \n{"name":"B"}');
  expect(rows.map(({ line, end }) => [line, end])).toEqual([
    [1, 17],
    [4, 35],
  ]);
});

test.each([
  ['half an object', '{"name":"A"', /JSON/],
  ['a list', '["A"]', /not an object/],
  ['null', 'null', /not an object/],
  ['a number', '42', /not an object/],
  ['a member that is given twice', '{"name":"A","address":{"city":"L","city":"E"}}', /the member \/address\/city is given twice/],
  ['a bottomless list', '['.repeat(100_000), /JSON/],
  ['a bottomless object', `${'{"a":'.repeat(30_000)}1${'}'.repeat(30_000)}`, /call stack/],
])('%s is one refused row, and the others are read', async (_, line, detail) => {
  const [bad, good] = (await read(`${line}\n{"name":"B"}\n`)) as readonly [UnreadableRow, Row];
  expect(bad).toMatchObject({ line: 1, code: 'unreadable-line', detail: expect.stringMatching(detail) });
  expect(good).toMatchObject({ line: 2, key: expect.stringMatching(/^import-/) });
});

test('a line that no request can hold is refused without being kept', async () => {
  const rows = await read(`{"name":"${'x'.repeat(3_000_000)}"}\n{"name":"${'x'.repeat(245_700)}"}\n{"name":"B"}`);
  expect(rows).toMatchObject([
    { line: 1, code: 'row-too-large' },
    { line: 2, code: 'row-too-large' },
    { line: 3, bytes: 82 },
  ]);
});

test('how the file arrives does not matter', async () => {
  const text = '{"name":"Ünï"}\r\n\n{"name":\n{"name":"\u2028","x":[1]}';
  const whole = await read(text);
  expect(whole).toHaveLength(3);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 60 }), async (size) => {
      expect(await read(text, size)).toEqual(whole);
    }),
    { numRuns: 30 },
  );
});
