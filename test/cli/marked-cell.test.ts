import fc from 'fast-check';
import { readHeader } from '../../cli/import/csv-columns.ts';
import { markCell, unmarkCell } from '../../cli/shared/marked-cell.ts';

const restore = (cell: string): string => unmarkCell(cell) ?? cell;

test('every text is restored', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom("'", '=', '-', '+', '@', '\t', '\r', ' ', 'a', '1', 'E') }),
  );
  fc.assert(
    fc.property(texts, (text) => {
      expect(restore(markCell(text))).toBe(text);
    }),
    { numRuns: 500 },
  );
});

test.each([
  '=1+1',
  '+44 131',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\uFF1D1',
  '\uFE661',
  '\uFE621',
  '\uFE631',
  '\uFE6B1',
  '\u0000=1',
  'a\u0007',
  '',
  ' a',
  'a ',
  'a\u00A0',
  "'s-Hertogenbosch",
  "'=1",
  '1.23E+11',
  '#N/A',
  '#DIV/0!',
])('%j is marked', (text) => {
  expect(markCell(text)).toBe(`'${text}`);
});

test.each(['Contoso', '#1 Shop', '007', 'a=1', '25', "O'Neil", '1 - 2', '👩‍👩‍👧', 'two\nlines'])('%j stays as it is', (text) => {
  expect(markCell(text)).toBe(text);
});

test('an apostrophe that another program put there is no mark', () => {
  expect(["'7000000000001", "'Contoso", 'Contoso'].map(unmarkCell)).toEqual([undefined, undefined, undefined]);
});

test('the import takes a marked cell to the character, and an empty cell as absent', () => {
  const read = readHeader(['name', 'email', 'allowedUsers', 'description', 'metadata.a', 'metadata.b']);
  const row = JSON.stringify(read(["'=Contoso ", 'a@b.c', '-1', "'", "'\t", '']));
  expect(row).toContain('"name":"=Contoso ","email":"a@b.c","allowedUsers":-1,"description":"","metadata":{"a":"\\t"}');
});
