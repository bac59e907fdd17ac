import { readFileSync } from 'node:fs';
import { readJson } from '../src/json.ts';
import { viewOf } from '../src/leaves.ts';
import { compilePattern } from '../src/pattern.ts';

interface Case {
  readonly pattern: string;
  readonly refused?: boolean;
  readonly matches?: readonly number[];
  readonly others?: readonly number[];
}

const lines = <Line>(name: string): readonly Line[] =>
  readFileSync(new URL(`event-patterns/${name}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

const events = lines<string>('events.jsonl');
const cases = lines<Case>('patterns.jsonl');

/**
 * What we say of a pattern and the events beside it; the events are texts, since not all of them
 * survive `JSON.parse`.
 */
const saidOf = ({ pattern, matches = [], others = [] }: Case): Case => {
  try {
    const test = compilePattern(pattern);
    const accepted = (index: number): boolean => test(viewOf(readJson(events[index] ?? '')));
    const all = [...matches, ...others];
    return { pattern, matches: all.filter(accepted), others: all.filter((index) => !accepted(index)) };
  } catch (error) {
    if ((error as Error).name !== 'InvalidEventPatternException') throw error;
    return { pattern, refused: true };
  }
};

// The answers are those of `Machine.addRule` and `rulesForJSONEvent` of
// software.amazon.event.ruler:event-ruler 2.1.0, which is EventBridge's own engine.
test("patterns are refused and events matched as by AWS's own engine", () => {
  const counted = cases.reduce((sum, { refused, matches = [], others = [] }) => sum + (refused ? 1 : matches.length + others.length), 0);
  expect({ patterns: cases.length, refused: cases.filter(({ refused }) => refused).length, counted }).toEqual({
    patterns: 1794,
    refused: 381,
    counted: 6980,
  });
  expect(cases.map(saidOf).filter((said, index) => JSON.stringify(said) !== JSON.stringify(cases[index]))).toEqual([]);
});
