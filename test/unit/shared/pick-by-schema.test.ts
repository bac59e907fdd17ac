import { pickBySchema } from '../../../functions/shared/contract/pick-by-schema.ts';

const text = { type: 'string' };
const schema = { properties: { a: text, list: { items: { properties: { b: text } } }, deep: { properties: { c: text } } } };

test('only what the schema describes leaves, at every depth and in its order', () => {
  const value = { secret: 1, deep: { c: 'c', secret: 2 }, list: [{ b: 'b', secret: 3 }], a: 'a' };
  expect(JSON.stringify(pickBySchema(schema, value))).toBe('{"a":"a","list":[{"b":"b"}],"deep":{"c":"c"}}');
});

test('absent members stay absent; empty and false ones stay', () => {
  expect(pickBySchema({ properties: { a: text, b: text, c: text, d: text } }, { a: undefined, b: '', c: false, d: null })).toEqual({
    b: '',
    c: false,
    d: null,
  });
});

test('a value without described members is taken as it is', () => {
  expect(pickBySchema(text, 'x')).toBe('x');
  expect(pickBySchema({}, { free: 1 })).toEqual({ free: 1 });
  expect(pickBySchema(schema, null)).toBeNull();
});
