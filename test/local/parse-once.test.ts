import { globSync, readFileSync } from 'node:fs';
import { parseOnce } from '../../cli/shared/parse-once.ts';

const options = {
  permissions: { type: 'string', short: 'p' },
  webhook: { type: 'string', multiple: true },
  logs: { type: 'boolean' },
} as const;

test.each([
  [['--permissions', 'a', '--permissions', 'b'], '--permissions is there twice'],
  [['--permissions=a', '-p', 'a'], '--permissions is there twice'],
  [['--logs', '--logs'], '--logs is there twice'],
  [['--unknown'], "Unknown option '--unknown'"],
])('%j is refused', (args, message) => {
  expect(() => parseOnce({ args, options })).toThrow(message);
});

test('what may be repeated is kept in its order', () => {
  expect(parseOnce({ args: ['--webhook', 'a', '-p', 'x', '--webhook', 'b'], options }).values).toEqual({
    webhook: ['a', 'b'],
    permissions: 'x',
  });
});

test('no command reads its arguments in another way', () => {
  const files = globSync('{cli,emulator,local,tools}/**/*.{ts,mjs}').filter((file) => !file.endsWith('parse-once.ts'));
  expect(files.filter((file) => /\bparseArgs\b/.test(readFileSync(file, 'utf8')))).toEqual([]);
});
