import { median, pairedRatio, rounded } from '../shared/statistics.ts';
import type { Build } from './builds.ts';
import { type Call, type ColdFigures, startFunction, type WarmFigures } from './function-process.ts';

/** A function with its request, and the name of what its figures are a ratio to. */
export interface Subject {
  readonly build: Build;
  readonly call: Call;
  readonly baseline: string;
}

/** Numbers of rounds and calls. */
export interface Sizes {
  readonly coldRounds: number;
  readonly warmUp: number;
  readonly warmRounds: number;
  /** The calls of each round. */
  readonly calls: number;
}

type Variables = Readonly<Record<string, string>>;

/** The figures of every round, by the names of the builds. */
export type Rounds<T> = ReadonlyMap<string, readonly T[]>;

/** Called at the end of each round, with its number and that of all rounds. */
export type OnRound = (round: number, rounds: number) => void;

/** Starts every function once a round, beginning with another each time. */
export const measureCold = (
  subjects: readonly Subject[],
  variables: Variables,
  { coldRounds }: Sizes,
  onStart: (subject: Subject) => void,
  onRound: OnRound,
): Promise<Rounds<ColdFigures>> => {
  const start = async (subject: Subject): Promise<ColdFigures> => {
    const started = await startFunction(subject.build, variables, subject.call);
    await started.stop();
    onStart(subject);
    return started.cold;
  };
  // Once aside, which reads the files from the disk.
  return interleaved(subjects, coldRounds, 1, start, onRound);
};

/**
 * Keeps every function warm in a process of its own, and lets them make their calls in turn. Gives
 * their starts, too.
 */
export const measureWarm = async (
  subjects: readonly Subject[],
  variables: Variables,
  { warmUp, warmRounds, calls }: Sizes,
  onStart: (subject: Subject) => void,
  onRound: OnRound,
) => {
  const running = new Map<string, Awaited<ReturnType<typeof startFunction>>>();
  try {
    for (const subject of subjects) {
      const started = await startFunction(subject.build, variables, subject.call);
      running.set(subject.build.name, started);
      onStart(subject);
      await started.calls(warmUp);
    }
    const call = async ({ build }: Subject): Promise<WarmFigures> => {
      const figures = await running.get(build.name)?.calls(calls);
      if (!figures) throw new Error(`${build.name} does not run`);
      return figures;
    };
    const blocks = await interleaved(subjects, warmRounds, 0, call, onRound);
    const starts: Rounds<ColdFigures> = new Map([...running].map(([name, { cold }]) => [name, [cold]]));
    return { starts, blocks };
  } finally {
    for (const started of running.values()) await started.stop();
  }
};

const interleaved = async <T>(
  subjects: readonly Subject[],
  rounds: number,
  aside: number,
  measure: (subject: Subject) => Promise<T>,
  onRound: OnRound,
): Promise<Rounds<T>> => {
  const measured = new Map<string, T[]>(subjects.map(({ build }) => [build.name, []]));
  for (let round = 0; round < rounds + aside; round += 1) {
    for (const index of subjects.keys()) {
      const subject = subjects[(index + round) % subjects.length] as Subject;
      const figures = await measure(subject);
      if (round >= aside) measured.get(subject.build.name)?.push(figures);
    }
    onRound(round + 1, rounds + aside);
  }
  return measured;
};

/** Returns the median of one figure of a function. */
export const figureOf = <T>(rounds: Rounds<T>, name: string, figure: (of: T) => number, digits = 1): number =>
  rounded(median((rounds.get(name) ?? []).map(figure)), digits);

/** Returns the ratio of the least figure to that of the baseline: noise does not raise them. */
export const leastRatioOf = <T>(rounds: Rounds<T>, { build, baseline }: Subject, figure: (of: T) => number): number => {
  const [least, ofBaseline] = [build.name, baseline].map((name) => Math.min(...(rounds.get(name) ?? []).map(figure)));
  return rounded((least ?? Number.NaN) / (ofBaseline ?? Number.NaN), 2);
};

/** Returns the median of the ratios of a figure to that of the baseline in the same round. */
export const ratioOf = <T>(rounds: Rounds<T>, { build, baseline }: Subject, figure: (of: T) => number): number =>
  rounded(pairedRatio((rounds.get(build.name) ?? []).map(figure), (rounds.get(baseline) ?? []).map(figure)), 2);
