import { viewOf } from '../src/leaves.ts';
import { compilePattern } from '../src/pattern.ts';

test('the example of the README matches', () => {
  const matches = compilePattern('{"source":["shop"],"detail":{"price":[{"numeric":[">",10]}]}}');
  expect([12, 10].map((price) => matches(viewOf({ source: 'shop', detail: { price } })))).toEqual([true, false]);
});
