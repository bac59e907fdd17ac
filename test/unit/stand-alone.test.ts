import { sourceFiles } from './source-files.ts';

const valueImports = (text: string): readonly string[] =>
  [...text.matchAll(/^(?:import|export) (?!type\b)(?:[^;']* from )?'([^']+)';$/gm)].map(([, name = '']) => name);

const isOutside = (name: string): boolean => name.startsWith('../') || !name.endsWith('.ts');

test('the folder events is copied as it is: it imports nothing else', () => {
  const files = sourceFiles('events');
  expect(files.length).toBeGreaterThan(4);
  expect(files.flatMap(({ path, imports }) => imports.filter(isOutside).map((name) => `${path} → ${name}`))).toEqual([]);
});

test('receivers import nothing else except types of events; only their examples have packages', () => {
  const files = sourceFiles('receiver').filter(({ path }) => !path.startsWith('examples/'));
  expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(['index.ts', 'verify-webhook.ts']));
  expect(files.flatMap(({ imports }) => imports.filter(isOutside))).toEqual(['../events/index.ts']);
  expect(files.flatMap(({ text }) => valueImports(text)).filter(isOutside)).toEqual([]);
});

test('the verifier is one file', () => {
  expect(sourceFiles('receiver').find(({ path }) => path === 'verify-webhook.ts')?.imports).toEqual([]);
});
