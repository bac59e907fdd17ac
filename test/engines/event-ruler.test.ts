import { readJson } from '@tenantry/event-pattern/json';
import { viewOf } from '@tenantry/event-pattern/leaves';
import { compilePattern } from '@tenantry/event-pattern/pattern';
import fc from 'fast-check';
import { ADDRESSES, patternsAndEvents } from '../../packages/event-pattern/test/arbitraries.ts';
import { type Answer, askRuler, missingForRuler, type Pair } from '../../prove/engines/event-ruler/ruler.ts';

const SEED = Number(process.env.TEST_SEED ?? 19);
const PAIRS = 1000;

// Java writes some numbers with other digits than JavaScript (`DIFFERENCES`).
const plain = fc
  .double({ noNaN: true, noDefaultInfinity: true, min: -1e200, max: 1e200 })
  .map((number) => Number(number.toPrecision(12)))
  .filter((number) => number === 0 || Math.abs(number) > 1e-200)
  .filter((number) => Math.abs(number) < 2 ** 53 || Math.abs(number) > 1e22);
// Letters beyond U+FFFF are not modelled.
const letter = fc
  .oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0xffff }))
  .map((code) => String.fromCharCode(code));

const ALPHABETS = {
  narrow: patternsAndEvents({
    name: fc.constantFrom('a', 'b', 'a.b'),
    text: fc.constantFrom('', 'x', 'X', 'xy', '*x', 'x*', 'y"', '"x', ...ADDRESSES),
    number: fc.constantFrom(0, -0, 1, 1.5, 2, 300, -1, 1e10),
  }),
  wide: patternsAndEvents({
    name: fc.constantFrom('a', 'b', 'a.b', '__proto__', '$or'),
    text: fc.oneof(fc.constantFrom('', 'x', 'X', '"', '*', 'a*b', 'a\\*', 'ß', ...ADDRESSES), fc.string({ unit: letter, maxLength: 4 })),
    number: fc.oneof(fc.constantFrom(0, -0, 1, 1.5, 1e300, Number.MAX_VALUE, 2 ** 53), plain),
  }),
};

const generated: readonly Pair[] = Object.values(ALPHABETS).flatMap(({ pattern, event, likeness }) =>
  fc
    .sample(
      pattern.chain((some) => fc.tuple(fc.constant(some), fc.oneof(event, likeness(some)))),
      { numRuns: PAIRS, seed: SEED },
    )
    .map(([some, happened]) => ({ pattern: JSON.stringify(some), event: JSON.stringify(happened) })),
);

/** Where the two differ, with our answer and that of event-ruler. */
const DIFFERENCES: readonly (readonly [why: string, pattern: string, event: string, ours: Answer, theirs: Answer])[] = [
  // Documented: an event matches if one of the alternatives does. event-ruler adds them to one
  // rule, and leaves out the rest of an alternative once a value of it is there already.
  ['$or of one field, whose alternatives share a value', '{"$or":[{"b":["x"]},{"b":["x","z"]}]}', '{"b":"z"}', 'match', 'other'],
  // event-ruler refuses it as the first value, with a NullPointerException.
  ['an empty list of exceptions after another value', '{"a":["z",{"anything-but":{"prefix":[]}}]}', '{"a":"z"}', 'refused', 'match'],
  ['a member of no name, which only a pattern can name', '{"a":{"":[1]}}', '{"a":{"":1}}', 'match', 'other'],
  // Double.toString has two digits at least, and so says 4.9E-324.
  ['the least number, which has one digit', '{"a":[{"numeric":["<",5e-324]}]}', '{"a":-1}', 'match', 'refused'],
];

const isKnown = ({ pattern }: Pair, ours: Answer, theirs: Answer): boolean =>
  (pattern.includes('"$or":[{') && ours === 'match' && theirs === 'other') ||
  (/"anything-but":\{"[a-z-]+":\[\]\}/.test(pattern) && ours === 'refused');

const answerTo = ({ pattern, event }: Pair): Answer => {
  try {
    return compilePattern(pattern)(viewOf(readJson(event))) ? 'match' : 'other';
  } catch (error) {
    if ((error as Error).name !== 'InvalidEventPatternException') throw error;
    return 'refused';
  }
};

const missing = missingForRuler();

describe(missing === undefined ? "EventBridge's own engine" : `EventBridge's own engine (skipped: there is no ${missing})`, () => {
  const asked = missing === undefined ? test : test.skip;

  asked(`answers ${2 * PAIRS} generated patterns and events as ours does`, () => {
    const theirs = askRuler(generated).map(({ machine }) => machine);
    const both = generated.map((pair, index) => ({ ...pair, ours: answerTo(pair), theirs: theirs[index] ?? 'refused' }));
    expect(theirs).toHaveLength(generated.length);
    expect(both.filter(({ ours, theirs, ...pair }) => ours !== theirs && !isKnown(pair, ours, theirs))).toEqual([]);
    // The generator is of use as long as it gives enough of each answer.
    for (const answer of ['match', 'other', 'refused']) expect(theirs.filter((said) => said === answer).length).toBeGreaterThan(100);
  });

  asked('differs from ours as the matrix of docs/testing.md says', () => {
    const pairs = DIFFERENCES.map(([, pattern, event]) => ({ pattern, event }));
    const theirs = askRuler(pairs);
    const said = DIFFERENCES.map(([why, pattern, event], index) => [
      why,
      pattern,
      event,
      answerTo({ pattern, event }),
      theirs[index]?.machine,
    ]);
    expect(said).toEqual(DIFFERENCES);
  });
});
