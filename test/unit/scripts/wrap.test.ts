import { listItem, wrap } from '../../../tools/documents/wrap.ts';

test('a text is cut at spaces, and every line but the first begins with the indent', () => {
  expect(wrap('one two three four', '  ', 10)).toEqual(['one two', '  three', '  four']);
});

test('code spans and links stay on one line', () => {
  expect(wrap('a `b c d` e', '', 6)).toEqual(['a', '`b c d`', 'e']);
  expect(wrap('a [b c](d.md#e) f', '', 6)).toEqual(['a', '[b c](d.md#e)', 'f']);
  expect(wrap('a ``b ` c``, d', '', 6)).toEqual(['a', '``b ` c``,', 'd']);
});

test('no line begins with what Markdown reads as a list or a heading', () => {
  expect(wrap('letters - and # 1. and', '', 8)).toEqual(['letters -', 'and # 1.', 'and']);
});

test('a list item is indented by its depth, and its later lines by two more', () => {
  expect(listItem('word '.repeat(30).trim(), 1).map((line) => line.slice(0, 8))).toEqual(['  - word', '    word']);
  expect(listItem('x'.repeat(95), 1)[0]?.length).toBe(99);
});
