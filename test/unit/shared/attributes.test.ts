import fc from 'fast-check';
import { attributeChange } from '../../../functions/shared/table/attributes.ts';

const states = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'constructor'), fc.option(fc.jsonValue({ maxDepth: 2 }), { nil: undefined }), {
  noNullPrototype: true,
});

const present = (state: object) => Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined));

test('what is set and removed leads from any state to any other, and touches nothing else', () => {
  fc.assert(
    fc.property(states, states, (before, after) => {
      const { set = {}, remove = [] } = attributeChange(before, after);
      const kept = Object.entries({ ...present(before), others: 1 }).filter(([name]) => !remove.includes(name));
      expect({ ...Object.fromEntries(kept), ...set }).toEqual({ ...present(after), others: 1 });
      expect(remove.filter((name) => Object.hasOwn(set, name))).toEqual([]);
    }),
  );
});

test('what stays the same is not written', () => {
  expect(attributeChange({ a: { b: [0] }, c: 1 }, { c: 2, a: { b: [-0] } })).toEqual({ set: { c: 2 }, remove: [] });
});
