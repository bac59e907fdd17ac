import { item, paragraph } from '../../tools/documents/markdown.ts';

const WORDS = 'word '.repeat(19); // 95 characters

test('a paragraph is broken at spaces, and every line but the first has the other beginning', () => {
  const lines = paragraph(`${WORDS}next and last`, '- ', '  ');
  expect(lines).toEqual([`- ${WORDS.trim()}`, '  next and last']);
});

test.each(['`next of all`', '[next of](all.md#it)', '``next ` all``,', '(`next one`)'])('%s stays on one line', (span) => {
  expect(paragraph(`${WORDS}${span} last`)).toEqual([WORDS.trim(), `${span} last`]);
});

test.each(['-', '+', '*', '>', '#', '##', '1.', '12)'])('no line begins with %s, which Markdown reads as a block', (sign) => {
  expect(paragraph(`${WORDS}word ${sign} last`)).toEqual([`${WORDS}word ${sign}`, 'last']);
});

test('an item is indented by its depth, and its later lines by two more', () => {
  expect(item(`${WORDS}next and last`, 1)).toEqual([`  - ${WORDS.trim()}`, '    next and last']);
});
