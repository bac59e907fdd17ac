import fc from 'fast-check';
import { ImportHalted } from '../../cli/import/import-halted.ts';
import { itemsOf } from '../../cli/import/json/items.ts';
import { collect, pieces } from './collect.ts';
import { readFileRows, sent } from './import-rows.ts';
import { importScene } from './import-scene.ts';

const scene = importScene();

async function* streamed(text: string, size?: number) {
  yield* pieces(text, size);
}

const read = async (text: string, steps: readonly string[] = [], size?: number, most = 1_000_000) => {
  const { items, error } = await collect(itemsOf(streamed(text, size), steps, most));
  return { texts: items.map((item) => item.text), numbers: items.map(({ number }) => number), ends: items.map(({ end }) => end), error };
};

test('the items of a list are found as they are spelled, however the file arrives', async () => {
  const items = fc.array(
    fc.jsonValue().map((value) => JSON.stringify({ 'ü"\\': value, n: 1e21 }, null, 1)),
    { maxLength: 5 },
  );
  await fc.assert(
    fc.asyncProperty(items, fc.integer({ min: 1, max: 50 }), async (texts, size) => {
      const list = `[ ${texts.join(' ,\n')} ]`;
      expect((await read(list, [], size)).texts).toEqual(texts);
      expect((await read(`{"meta":{"data":[{"x":1}]},"data":${list},"after":[{}]}`, ['data'], size)).texts).toEqual(texts);
      expect((await read(texts.join('\n'), [], size)).texts).toEqual(texts);
    }),
    { numRuns: 60 },
  );
});

test('an item that is too long is passed over without being kept', async () => {
  const { texts } = await read(`[{"a":"${'x'.repeat(5000)}"},{"b":1}]`, [], 100, 1000);
  expect(texts).toEqual([undefined, '{"b":1}']);
});

test.each([
  ['[{"a":1},{"b":', [], /ends within item 2/],
  ['[{"a":1},{"b" 1}]', [], /The JSON is broken after item 1: what stands at offset 14 is not expected there/],
  ['[{"a":1} {"b":1}]', [], /broken after item 1/],
  ['[{"a":1}}', [], /broken after item 1/],
  ['[{"a":tru}]', [], /broken after item 0/],
  ['{"page":1,"rows":[{"a":1}],"other":{"list":[{}]}}', ['data'], /nothing at \$\.data\. It has lists at \$\.rows, \$\.other\.list\./],
])('%s halts with what is wrong', async (text, steps, message) => {
  const { error } = await read(text, steps, 5);
  expect(error).toBeInstanceOf(ImportHalted);
  expect(error).toHaveProperty('message', expect.stringMatching(message));
});

const rowsOf = async (name: string, text: string, args: readonly string[] = []) => (await readFileRows(scene.file(name, text), args)).items;

test('what is no object in a list is one refused row', async () => {
  const rows = await rowsOf('a.json', '\ufeff[{"name":"A"}, "text", [1], {"name":"B","name":"C"}, {"name":"D"}]');
  expect(rows.map((row) => ('code' in row ? row.code : sent(row).name))).toEqual([
    'A',
    'unreadable-line',
    'unreadable-line',
    'unreadable-line',
    'D',
  ]);
});

test('lines that end with CR are lines', async () => {
  const rows = await rowsOf('a.jsonl', '{"name":"A"}\r{"name":"B"}\r');
  expect(rows.map(sent)).toEqual([{ name: 'A' }, { name: 'B' }]);
});

test('a refused row that comes back loses the notes on it', async () => {
  const rows = await rowsOf('a.jsonl', '{"name":"A","_row":7,"_reason":"why"}\n');
  expect(rows.map(sent)).toEqual([{ name: 'A' }]);
});

test.each([
  [`{"name":"A","text":"${'x'.repeat(400_000)}"}`, ['row-too-large']],
  [`[{"name":"A"},${' '.repeat(400_000)}{"name":"B"}]`, ['A', 'B']],
  [`${' '.repeat(100_000)}{"name":"A"}`, ['A']],
])('a long file without a line break is read at once', async (text, expected) => {
  const started = performance.now();
  const rows = await rowsOf('one.jsonl', text);
  expect(rows.map((row) => ('code' in row ? row.code : sent(row).name))).toEqual(expected);
  expect(performance.now() - started).toBeLessThan(5_000);
});
