import type { FaultKind } from '../faults/plan.ts';
import type { PartOptions, PartResult, Violation } from '../shared/part.ts';
import { random } from '../shared/random.ts';
import { type EpisodeResult, runEpisode, sumKinds } from './episode.ts';
import { inspect, inspectEnd } from './inspect.ts';
import { openStage } from './stage.ts';

const EPISODE_SECONDS = 30;
// A short run has room for some.
const EPISODES = 3;
const LEAST_SECONDS = 4;
// One without faults, and one with them.
const LEAST_EPISODES = 2;
const CLIENTS = 4;
// What comes after the last episode: it has to come to rest, and is inspected.
const AFTERWARDS_SECONDS = 6;

export interface ModelOptions extends PartOptions {
  /** The checkout whose build is proved; this one unless given. */
  readonly build?: string | undefined;
  /** The faults of every episode; chosen by the seed unless given, and none in the first. */
  readonly faults?: readonly FaultKind[];
}

/** Works in episodes, until the time is over or a promise is broken; then inspects what is left. */
export const runModel = async ({ seed, seconds, folder, say, build, faults }: ModelOptions): Promise<PartResult> => {
  const source = random(seed);
  const began = Date.now();
  const episodes: EpisodeResult[] = [];
  const counts = new Map<string, number>();
  const violations: Violation[] = [];
  const stage = await openStage(seed, source, folder, build);
  const secondsLeft = (): number => seconds - (Date.now() - began) / 1000;
  try {
    for (let number = 1; violations.length === 0 && (secondsLeft() > LEAST_SECONDS || number <= LEAST_EPISODES); number += 1) {
      await stage.refresh();
      const episode = await runEpisode({
        ...{ number, random: source.fork(`episode ${number}`), clients: CLIENTS, counts, ...stage },
        seconds: Math.max(LEAST_SECONDS, Math.min(EPISODE_SECONDS, seconds / EPISODES, secondsLeft() - AFTERWARDS_SECONDS)),
        // The first shows that the model fits a system that nothing happens to.
        faults: faults ?? (number === 1 ? [] : undefined),
      });
      episodes.push(episode);
      say(`episode ${number}: ${episode.counts.acknowledged} changes acknowledged under ${episode.faults.join(', ') || 'no fault'}`);
      violations.push(...episode.violations);
    }
    violations.push(...idleFaults(kindsOf(episodes)), ...(await inspect(stage.struck, episodes, counts)));
    violations.push(...(await inspectEnd(stage.struck.system)));
  } finally {
    await stage.stop();
  }
  return { figures: figuresOf(episodes, counts), violations };
};

const kindsOf = (episodes: readonly EpisodeResult[]) => sumKinds(episodes.map(({ counts }) => counts.kinds));

/** So many answers of one kind without a success are no chance. */
const ENOUGH = 100;

/** A product that refuses all would break no other promise. */
const idleFaults = (kinds: ReturnType<typeof kindsOf>): readonly Violation[] =>
  Object.entries(kinds)
    .filter(([, { answered, done }]) => answered >= ENOUGH && done === 0)
    .map(([kind, { answered }]) => ({ promise: 'each kind of request succeeds', detail: `${kind}: none of ${answered}` }));

const figuresOf = (episodes: readonly EpisodeResult[], struck: ReadonlyMap<string, number>) => {
  const total = (name: 'requests' | 'attempts' | 'acknowledged' | 'unanswered'): number =>
    episodes.reduce((sum, { counts }) => sum + counts[name], 0);
  return {
    episodes: episodes.length,
    requests: total('requests'),
    'attempts, with those again': total('attempts'),
    'changes acknowledged': total('acknowledged'),
    'requests never answered': total('unanswered'),
    ...Object.fromEntries(Object.entries(kindsOf(episodes)).map(([kind, { answered, done }]) => [kind, `${done} of ${answered} done`])),
    ...Object.fromEntries([...struck].map(([kind, times]) => [`times: ${kind}`, times])),
  };
};
