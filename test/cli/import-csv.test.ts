import { Readable } from 'node:stream';
import fc from 'fast-check';
import { csvRows } from '../../cli/import/csv.ts';
import { ImportHalted } from '../../cli/import/import-halted.ts';
import { parseCell } from '../../cli/import/mapping/values.ts';
import type { Row, UnreadableRow } from '../../cli/import/row.ts';
import { UsageError } from '../../cli/shared/usage-error.ts';
import { collect, pieces } from './collect.ts';

const SCOPE = { reseller: 'r-1', name: 'organizations.csv' };
const HEADER = 'name,email,allowedUsers,description';

const read = async (text: string, size?: number) => collect(await csvRows(Readable.from(pieces(text, size)), { scope: SCOPE }));

/** A row without what identifies and measures it. */
const shown = (row: Row | UnreadableRow) => {
  if ('code' in row) return { line: row.line, code: row.code };
  const { idempotencyKey: _, ...organization } = JSON.parse(row.text) as Record<string, unknown>;
  return { line: row.line, ...organization };
};

const shownOf = async (...lines: readonly string[]) => {
  const { items, error } = await read(lines.join('\n'));
  expect(error).toBeUndefined();
  return items.map(shown);
};

test('columns stand in any order; addresses and metadata are nested; empty cells of optional columns are not given', async () => {
  const header = 'metadata.tier,allowedUsers,address.city,address.country,email,name,metadata.a.b,externalId,description';
  expect(await shownOf(header, 'gold,5,Leith,GB,a@b.c,Acme,x,e-1,', ',-1,,,b@b.c,Beta,,,')).toEqual([
    {
      line: 2,
      metadata: { tier: 'gold', 'a.b': 'x' },
      allowedUsers: 5,
      address: { city: 'Leith', country: 'GB' },
      email: 'a@b.c',
      name: 'Acme',
      externalId: 'e-1',
    },
    { line: 3, allowedUsers: -1, email: 'b@b.c', name: 'Beta' },
  ]);
});

test('a metadata key may be called as it likes', async () => {
  const { items } = await read('name,email,allowedUsers,metadata.__proto__,metadata.constructor\nA,a@b.c,1,x,y');
  expect((items[0] as Row).text).toContain('"metadata":{"__proto__":"x","constructor":"y"}');
});

test('what is not an integer is refused here with its reason, as are required cells that are empty', async () => {
  const { items } = await read(
    [HEADER, ',,,', 'A,a@b.c,4.5,', 'B,b@b.c,many,', 'C,c@b.c,99999999999999999999,', 'D,d@b.c,007,'].join('\n'),
  );
  expect(items.map((row) => ('code' in row ? [row.line, row.code, row.errors?.length, row.detail] : [row.line, 'sent']))).toEqual([
    [2, 'invalid-value', 3, expect.stringMatching(/^name is empty: .*--set name=….*; email .*; allowedUsers .*--set allowedUsers=….*\.$/)],
    [3, 'invalid-value', 1, 'allowedUsers is "4.5": it is no whole number.'],
    [4, 'invalid-value', 1, 'allowedUsers is "many": it is no whole number.'],
    [5, 'invalid-value', 1, 'allowedUsers is "99999999999999999999": it is too large.'],
    [6, 'sent'],
  ]);
});

test.each([
  ['boolean', 'true', true],
  ['boolean', 'false', false],
  ['boolean', 'yes', 'yes'],
  ['integer', '-1', -1],
  ['integer', '1.5', '1.5'],
  ['string', 'true', 'true'],
  [undefined, '1', '1'],
])('a cell of a column of type %s that holds %s is read as %j', (type, cell, value) => {
  expect(parseCell(type, cell)).toBe(value);
});

test('a header row that is not right is refused with all that is wrong with it', async () => {
  const header = 'name,colour,e-mail,metadata.,name,metadata.a,metadata.a';
  const reading = read(`${header}\nA,a@b.c,1`);
  await expect(reading).rejects.toThrow(UsageError);
  await expect(reading).rejects.toThrow(
    /unknown: "colour", "e-mail", "metadata\."; given twice: "name", "metadata\.a"; missing: "email", "allowedUsers"\./,
  );
});

test.each([
  ['', /no header row/],
  ['\n\n', /no header row/],
  ['na"me,email\nA,a@b.c', /header row cannot be read/],
  ['"name,email\nA,a@b.c', /header row cannot be read/],
])('a file that begins with %j has no header row', async (text, message) => {
  await expect(read(text)).rejects.toThrow(message);
});

test('byte order mark, CR LF, quotes, blank lines and a missing last line feed are taken; rows are on the line they start', async () => {
  const lines = [
    '\ufeff"name",email,allowedUsers,description',
    '"Say ""hi"", Ltd",a@b.c,1,"two\r\nlines"',
    '',
    'B,b@b.c,2,"x\ny"',
    'C,c@b.c,3,',
  ];
  const { items } = await read(lines.join('\r\n'));
  expect(items.map(shown)).toEqual([
    { line: 2, name: 'Say "hi", Ltd', email: 'a@b.c', allowedUsers: 1, description: 'two\r\nlines' },
    { line: 5, name: 'B', email: 'b@b.c', allowedUsers: 2, description: 'x\ny' },
    { line: 7, name: 'C', email: 'c@b.c', allowedUsers: 3 },
  ]);
  expect(items.at(-1)?.end).toBe(Buffer.byteLength(lines.join('\r\n')));
});

test('a row that cannot be read is one refused row, and the others are read', async () => {
  expect(await shownOf(HEADER, 'A,a@b.c,1', 'Five "inch" pipes,b@b.c,2', 'C,c@b.c,3,,,', 'D,d@b.c,4,"x"', 'E', 'F,f@b.c,6,')).toEqual([
    { line: 2, code: 'unreadable-line' },
    { line: 3, code: 'unreadable-line' },
    { line: 4, code: 'unreadable-line' },
    { line: 5, name: 'D', email: 'd@b.c', allowedUsers: 4, description: 'x' },
    { line: 6, code: 'unreadable-line' },
    { line: 7, name: 'F', email: 'f@b.c', allowedUsers: 6 },
  ]);
});

test.each([
  ['"B" Ltd,b@b.c,2,', /after line 2: a cell goes on after its closing quote/],
  ['"B,b@b.c,2,', /after line 2: a quote is never closed/],
  [`"B,${'x'.repeat(2_000_000)}`, /after line 2: a row has more than 1 MiB/],
])('where the next row would be a guess, what stands before is read and the line is named', async (broken, message) => {
  const { items, error } = await read([HEADER, 'A,a@b.c,1,', broken, 'C,c@b.c,3,', ''].join('\n'));
  expect(items.map(shown)).toEqual([{ line: 2, name: 'A', email: 'a@b.c', allowedUsers: 1 }]);
  expect(error).toBeInstanceOf(ImportHalted);
  expect(error).toHaveProperty('message', expect.stringMatching(message));
});

test('a row that no request can hold is refused here', async () => {
  expect(await shownOf(HEADER, `A,a@b.c,1,${'x'.repeat(245_000)}`, 'B,b@b.c,2,')).toMatchObject([
    { line: 2, code: 'row-too-large' },
    { line: 3, name: 'B' },
  ]);
});

test('how the file arrives does not matter', async () => {
  const text = `\ufeff${HEADER}\r\n"Ünï ""x""",a@b.c,1,"l\r\nm"\r\n\r\nB,b@b.c\r\nC,c@b.c,3,é\r\n`;
  const whole = await read(text);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 90 }), async (size) => {
      expect(await read(text, size)).toEqual(whole);
    }),
    { numRuns: 30 },
  );
});
