import { drain } from '../shared/pool.ts';

/** The answer in one line, and whether the product assumes it. */
export interface Answer {
  readonly seen: string;
  readonly isAsAssumed: boolean;
}

/** One question to AWS that no document settles. */
export interface Probe {
  readonly name: string;
  /** The assumption of the product and of the embedded runtime. */
  readonly assumed: string;
  /** Where the assumption comes from. */
  readonly source: string;
  /**
   * Asks; stops when the signal is aborted.
   * @throws whatever keeps the question from being asked
   */
  readonly ask: (signal: AbortSignal) => Promise<Answer>;
}

/** A question and what came of it. */
export interface ProbeResult extends Pick<Probe, 'name' | 'assumed' | 'source'> {
  readonly outcome: 'as assumed' | 'differs' | 'not asked';
  /** The answer, or the reason why there is none. */
  readonly seen: string;
}

interface AskOptions {
  /** The number of questions that are open at once. */
  readonly width: number;
  /** Milliseconds that one may take. */
  readonly limit: number;
  /** Ends all of them early. */
  readonly signal: AbortSignal;
  readonly onAsked: (asked: ProbeResult) => void;
}

/**
 * Asks all questions and gives what came of them, in their order; one that throws, or takes too
 * long, was not asked.
 */
export const askAll = async (probes: readonly Probe[], { width, limit, signal, onAsked }: AskOptions): Promise<readonly ProbeResult[]> => {
  const all: ProbeResult[] = [];
  const work = async ([index, { name, assumed, source, ask }]: readonly [number, Probe]): Promise<void> => {
    const asked = { name, assumed, source, ...(await outcomeOf(ask, limit, signal)) };
    all[index] = asked;
    onAsked(asked);
  };
  await drain(probes.entries(), width, work, new AbortController());
  return all;
};

const outcomeOf = async (ask: Probe['ask'], limit: number, stop: AbortSignal): Promise<Pick<ProbeResult, 'outcome' | 'seen'>> => {
  const late = AbortSignal.timeout(limit);
  try {
    stop.throwIfAborted();
    const { seen, isAsAssumed } = await ask(AbortSignal.any([stop, late]));
    return { outcome: isAsAssumed ? 'as assumed' : 'differs', seen };
  } catch (error) {
    if (stop.aborted) return { outcome: 'not asked', seen: 'interrupted' };
    if (late.aborted) return { outcome: 'not asked', seen: `no answer within ${limit / 1000} seconds` };
    return { outcome: 'not asked', seen: reasonOf(error) };
  }
};

const reasonOf = (error: unknown): string => {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return `${name === 'Error' ? '' : `${name}: `}${message.split('\n')[0]?.slice(0, 300)}`;
};

/**
 * Returns 0 when all is as assumed, 1 when something differs, else 2 when something could not be
 * asked.
 */
export const exitCodeOf = (all: readonly ProbeResult[]): 0 | 1 | 2 => {
  if (all.some(({ outcome }) => outcome === 'differs')) return 1;
  return all.some(({ outcome }) => outcome === 'not asked') ? 2 : 0;
};
