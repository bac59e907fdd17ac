import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { linearize } from '../../prove/history/linearize.ts';
import type { Entry } from '../../prove/history/spec.ts';
import { random } from '../../prove/shared/random.ts';
import { type Input, read, register, write } from './register.ts';

const FOLDER = fileURLToPath(new URL('./porcupine', import.meta.url));
const HISTORIES = 3_000;

/** Loads Porcupine where Go is; false says why it cannot be asked. */
const canAsk = (): boolean => {
  const { status } = spawnSync('go', ['mod', 'download'], { cwd: FOLDER, stdio: 'ignore' });
  if (status !== 0) console.warn('Porcupine is not asked: it needs Go, and its module.');
  return status === 0;
};

/** A history of four clients that a real register could have given, some with a wrong value. */
const historyOf = (seed: number): readonly Entry<Input>[] => {
  const source = random(seed);
  const clock = [0, 0, 0, 0];
  let value = 0;
  const moments = Array.from({ length: 8 + source.below(40) }, (_, id) => {
    const client = source.below(clock.length);
    const from = (clock[client] ?? 0) + 1 + source.below(5);
    const to = from + 1 + source.below(20);
    clock[client] = to;
    return { id, from, to, at: from + source.next() * (to - from), next: source.below(4), isWrite: source.chance(0.5) };
  });
  return moments
    .toSorted((one, other) => one.at - other.at)
    .map(({ id, from, to, next, isWrite }) => {
      if (isWrite) value = next;
      return isWrite ? write(id, next, from, to) : read(id, source.chance(0.03) ? next : value, from, to);
    });
};

const decidesAlike = canAsk() ? test : test.skip;

decidesAlike(
  'Porcupine decides random histories alike',
  () => {
    const histories = Array.from({ length: HISTORIES }, (_, seed) => historyOf(seed));
    const lines = histories.map((entries) =>
      JSON.stringify(
        entries.map(({ client, from, to, input, answer }) => ({
          client,
          from,
          to,
          isWrite: input.kind === 'write',
          value: input.kind === 'write' ? input.value : answer?.status,
        })),
      ),
    );
    const theirs = execFileSync('go', ['run', '.'], { cwd: FOLDER, input: lines.join('\n'), encoding: 'utf8' })
      .trim()
      .split('\n');
    const ours = histories.map((entries) => linearize(register, 0, entries).kind);
    expect(ours).toEqual(theirs);
    expect(new Set(ours)).toEqual(new Set(['linearizable', 'broken']));
  },
  120_000,
);
