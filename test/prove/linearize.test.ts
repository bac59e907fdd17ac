import fc from 'fast-check';
import { linearize } from '../../prove/history/linearize.ts';
import { shrink } from '../../prove/history/shrink.ts';
import type { Answer, Entry, Spec } from '../../prove/history/spec.ts';
import { type Input, read, register, write } from './register.ts';

/** Tries every order of every choice of the requests that were not answered. */
const bruteForce = (entries: readonly Entry<Input>[], state = 0, ready: readonly Entry<Input>[] = []): boolean => {
  const left = entries.filter((one) => !ready.includes(one));
  if (left.every(({ answer }) => answer === undefined)) return true;
  return left.some((next) => {
    // Nothing that was answered before it began may come after it.
    if (left.some((other) => other.to !== undefined && other.to < next.from)) return false;
    const step = register.step(state, next.input, next.answer);
    return 'state' in step && bruteForce(entries, step.state, [...ready, next]);
  });
};

const anyEntry = fc.record({
  value: fc.integer({ min: 0, max: 2 }),
  isWrite: fc.boolean(),
  from: fc.integer({ min: 0, max: 20 }),
  length: fc.integer({ min: 1, max: 12 }),
  isLost: fc.boolean(),
});

test('a history is linearizable if and only if one of all its orders explains it', () => {
  const verdicts = new Set<string>();
  fc.assert(
    fc.property(fc.array(anyEntry, { maxLength: 6 }), (drawn) => {
      const entries = drawn.map(({ value, isWrite, from, length, isLost }, id) =>
        isWrite ? write(id, value, from, isLost ? undefined : from + length) : read(id, value, from, from + length),
      );
      const { kind } = linearize(register, 0, entries);
      verdicts.add(kind);
      expect(kind).toBe(bruteForce(entries) ? 'linearizable' : 'broken');
    }),
    { numRuns: 500 },
  );
  expect(verdicts).toEqual(new Set(['linearizable', 'broken']));
});

test('a read of a value that was overwritten before it began is broken, and what is shown of it is no more than that', () => {
  const reads = Array.from({ length: 20 }, (_, at) => read(10 + at, 2, 30 + at, 30.5 + at));
  const entries = [write(0, 1, 0, 1), read(1, 1, 2, 3), write(2, 2, 4, 5), read(3, 2, 6, 7), read(4, 1, 8, 9), ...reads];
  const verdict = linearize(register, 0, entries);
  expect(verdict).toMatchObject({ kind: 'broken', stuck: [{ entry: { id: 4 }, why: '1 was read, and there was 2' }] });
  // Without the second write it would be right, and without the first it would still be wrong.
  expect(shrink(register, 0, entries).map(({ id }) => id)).toEqual([2, 4]);
});

test('what was not answered may be done late, once, or never', () => {
  const lost = write(0, 5, 0);
  expect(linearize(register, 0, [lost, read(1, 0, 1, 2), read(2, 5, 3, 4), read(3, 5, 5, 6)]).kind).toBe('linearizable');
  expect(linearize(register, 0, [lost, read(1, 0, 1, 2)]).kind).toBe('linearizable');
  expect(linearize(register, 0, [lost, read(1, 5, 1, 2), read(2, 0, 3, 4)]).kind).toBe('broken');
});

test('a history that would take too long is said to be undecided', () => {
  const entries = Array.from({ length: 12 }, (_, id) => write(id, id, 0, 100));
  expect(linearize(register, 0, [...entries, read(99, 77, 101, 102)], 1_000).kind).toBe('undecided');
});

test('the history of each object is decided alone, however many requests to others were not answered', () => {
  const lost = Array.from({ length: 36 }, (_, id) => write(id, id, 0));
  const places: Spec<number, Input> = { ...register, objectOf: ({ client }) => String(client % 6) };
  const seen = { ...read(36, 30, 1, 2), client: 0 };
  expect(linearize(places, 0, [...lost, seen]).kind).toBe('linearizable');
  // It was written to another.
  const wrong = { ...read(36, 31, 1, 2), client: 0 };
  expect(linearize(places, 0, [...lost, wrong])).toMatchObject({
    kind: 'broken',
    history: [...lost.filter(({ client }) => client % 6 === 0), wrong],
    stuck: [{ why: expect.stringContaining('31 was read') }],
  });
  expect(linearize(register, 0, [...lost, read(36, 99, 1, 2)], 1_000).kind).toBe('undecided');
});

test('the first object whose history is broken is enough, and one that is broken tells more than one that is undecided', () => {
  const stepped: (Answer | undefined)[] = [];
  const places: Spec<number, Input> = {
    ...register,
    objectOf: ({ client }) => String(client),
    step(state, input, answer) {
      stepped.push(answer);
      return register.step(state, input, answer);
    },
  };
  const long = Array.from({ length: 12 }, (_, id) => ({ ...write(id, id, 0, 100), client: 0 }));
  const undecided = [...long, { ...read(20, 77, 101, 102), client: 0 }];
  const broken = { ...read(21, 5, 1, 2), client: 1 };
  const never = { ...read(22, 88, 1, 2), client: 2 };
  expect(linearize(places, 0, [...undecided, broken, never], 1_000)).toMatchObject({ kind: 'broken', history: [broken] });
  expect(stepped).not.toContain(never.answer);
  expect(linearize(places, 0, undecided, 1_000)).toMatchObject({ kind: 'undecided', history: undecided });
});

type Step = { readonly make: string } | { readonly count: true };

/** Makes names that must be free, of which two fit, and counts them: the status is the answer. */
const names: Spec<readonly string[], Step> = {
  keyOf: (state) => state.join(),
  step(state, input, answer) {
    if (answer === undefined) return { refused: 'nothing tells of it' };
    if ('count' in input) return answer.status === state.length ? { state } : { refused: `${answer.status} were counted` };
    const isTaken = state.includes(input.make);
    if (answer.status === 409) return isTaken ? { state } : { refused: 'refused without a reason' };
    return isTaken || state.length === 2 ? { refused: 'done in spite of a reason' } : { state: [...state, input.make] };
  },
};

const step = (id: number, input: Step, from: number, to: number, status: number): Entry<Step> => ({
  ...{ id, client: id, input, from, to },
  answer: { status, body: {} },
});

test('what was refused because of a request that ended later is not shown as the fault', () => {
  const entries = [step(0, { make: 'acme' }, 0, 12, 201), step(1, { make: 'acme' }, 5, 10, 409), step(2, { count: true }, 20, 21, 0)];
  expect(shrink(names, [], entries).map(({ id }) => id)).toEqual([0, 2]);
});

test('each request that is refused in a broken history is in what is shown of it', () => {
  const entries = [
    step(0, { make: 'a' }, 0, 1, 201),
    step(1, { make: 'b' }, 2, 3, 201),
    step(2, { make: 'b' }, 3.1, 3.2, 409),
    step(3, { count: true }, 5, 10, 3),
    step(4, { make: 'c' }, 4, 12, 201),
  ];
  expect(shrink(names, [], entries).map(({ id }) => id)).toEqual([0, 1, 3, 4]);
});
