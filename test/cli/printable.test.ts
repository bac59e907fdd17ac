import { endingOf } from '../../cli/command/ending.ts';
import { printableJson } from '../../cli/shared/printable.ts';
import { UsageError } from '../../cli/shared/usage-error.ts';

// They move the cursor, or begin such a command in one character.
const HOSTILE = 'a\u001b[2Kb\u009b2Kc\u007f\rd';

test('JSON for a terminal is the same value, without a character that a terminal obeys', () => {
  const value = { [HOSTILE]: [HOSTILE, 1, null], name: 'Zażółć\u00a0🏢' };
  const text = printableJson(value);
  expect(JSON.parse(text)).toEqual(value);
  expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  expect(text).toContain('Zażółć\u00a0🏢');
});

test.each([new Error(`${HOSTILE}\nand more`), new UsageError(`${HOSTILE}\nand more`)])('the end of %p obeys nobody', (error) => {
  const { text } = endingOf(error);
  expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  expect(text.split('\n').slice(0, 2)).toEqual(['a\\u001b[2Kb\\u009b2Kc\\u007f\\u000dd', 'and more']);
});
