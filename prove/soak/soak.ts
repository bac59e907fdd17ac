import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openAssembly } from '../../bench/shared/assembly.ts';
import { rounded } from '../../bench/shared/statistics.ts';
import { quietFaults } from '../checks/quiet.ts';
import type { Part, PartOptions, PartResult, Violation } from '../shared/part.ts';
import { medianSlope } from '../shared/trend.ts';
import { openSystem, type System } from '../system/system.ts';
import { deleteArchive } from './archive.ts';
import { openLoad } from './load.ts';
import { type Plan, planOf, whyNotMeasured } from './plan.ts';
import { rotateKeys } from './rotation.ts';
import { type Sample, SERIES, type Series, takeSample } from './samples.ts';
import { trendOf } from './series.ts';

/** Backoff, schedules and the age of events go ten times as fast. */
const TIME_SCALE = 0.1;
/** The most that a change adds to the data directory: its event, deliveries and stream records. */
const MOST_BYTES_PER_CHANGE = 30_000;
/** The part of requests that may be answered 503: beyond it lag and bytes show nothing. */
const MOST_UNAVAILABLE = 0.05;
/** The most time that a run takes to make its requests, in parts of that which it was given. */
const MOST_TIME = 1.5;
const SAMPLES = 200;
/** A sample costs a collection of garbage: fewer of them in a short run. */
const LEAST_APART_MS = 2000;
const ROTATIONS = 6;

/** Shows that nothing grows with the requests, but what is stored by design. */
export const soakPart: Part = {
  name: 'soak',
  about: 'an hour of requests compressed: slopes of memory, handles, processes, stored bytes and lag',
  share: { gate: 0, usual: 60, long: 640 },
  async run(options) {
    const assembly = await openAssembly();
    const { folder, seed } = options;
    const system = await openSystem({ assembly: assembly.folder, folder: join(folder, 'system'), seed, timeScale: TIME_SCALE });
    try {
      return await soak(system, options);
    } finally {
      await system.stop();
      assembly.remove();
    }
  },
};

type Load = Awaited<ReturnType<typeof openLoad>>;

const soak = async (system: System, { folder, seed, seconds, say }: PartOptions): Promise<PartResult> => {
  await deleteArchive(system);
  const load = await openLoad(system, seed);
  try {
    const until = performance.now() + MOST_TIME * seconds * 1000;
    const isOver = () => performance.now() > until;
    const plan = planOf(seconds);
    say(`${plan.requests} requests, ${rounded(plan.perSecond, 1)} a second, with clocks ${1 / TIME_SCALE} times as fast`);
    let isDone = false;
    const working = load.work(plan.perSecond, plan.requests, isOver).finally(() => {
      isDone = true;
    });
    const samples: Sample[] = [];
    const sampleUntilDone = async (): Promise<void> => {
      while (!isDone) {
        const observed = { requests: load.requests(), lag: load.lag(), unavailable: load.unavailable() };
        samples.push(await takeSample(system, join(folder, 'system', 'data'), observed));
        await delay(Math.max(LEAST_APART_MS, (seconds * 1000) / SAMPLES));
      }
    };
    await Promise.all([working, rotateNowAndThen(system, seconds, () => isDone), sampleUntilDone()]);
    await system.idle();
    const { figures, violations } = resultOf(samples, load, plan);
    return { figures, violations: [...quietFaults(system), ...violations] };
  } finally {
    await load.stop();
  }
};

const rotateNowAndThen = async (system: System, seconds: number, isDone: () => boolean): Promise<void> => {
  for (let step = 0; step < ROTATIONS && !isDone(); step += 1) {
    await rotateKeys(system);
    for (let waited = 0; waited < seconds / ROTATIONS && !isDone(); waited += 1) await delay(1000);
  }
};

const resultOf = (samples: readonly Sample[], load: Load, plan: Plan): PartResult => {
  const [figures, violations]: [Record<string, number | string>, Violation[]] = [{}, []];
  const demand = (isKept: boolean, promise: string, detail: string): void => {
    if (!isKept) violations.push({ promise, detail });
  };
  const { 503: unavailable = 0, ...refused } = load.refused();
  const isBusy = unavailable > MOST_UNAVAILABLE * load.requests();
  const pointsOf = (series: Series) =>
    samples.flatMap(({ requests, values }) => (values[series] === undefined ? [] : [[requests, values[series]] as const]));
  Object.assign(figures, {
    [`requests (promised ${plan.requests})`]: load.requests(),
    'requests begun a second, at most': rounded(plan.perSecond, 1),
    ...{ changes: load.changes(), 'requests answered 503': unavailable },
  });
  if (isBusy) figures['lag and stored bytes'] = 'not held to their bounds: the machine was too busy to answer';
  const shares = pointsOf('share of requests answered 503').map(([, share]) => share);
  for (const why of whyNotMeasured({ planned: plan.requests, made: load.requests(), unavailable, shares }))
    demand(false, 'the requests of the run are made and answered', why);
  demand(Object.keys(refused).length === 0, 'no request is refused', JSON.stringify(refused));

  for (const series of Object.keys(SERIES) as Series[]) {
    const { unit } = SERIES[series];
    const points = pointsOf(series);
    if (points.length === 0) {
      figures[series] = 'not measured on this machine';
      continue;
    }
    const { level, rise, risePerHour, chance, isRising } = trendOf(points, SERIES[series]);
    const words = `${rounded(rise, 1)} over the second half, ${rounded(risePerHour, 1)} an hour, p ${chance.toPrecision(2)}`;
    figures[`${series}, ${unit}`.replace(/, $/, '')] = `${rounded(level, 1)}; ${words}`;
    if (isRising && !(isBusy && series === 'lag of webhooks'))
      violations.push({ promise: `the ${series} does not grow`, detail: words, evidence: points });
  }

  const perRequest = medianSlope(samples.slice(samples.length / 2).map(({ requests, stored }) => [requests, stored]));
  const perChange = Math.round((perRequest * load.requests()) / Math.max(1, load.changes()));
  figures[`bytes stored by a change (bound ${MOST_BYTES_PER_CHANGE})`] = perChange;
  demand(isBusy || perChange <= MOST_BYTES_PER_CHANGE, 'the data directory grows only by what is stored', `by ${perChange} bytes a change`);

  const { expected, received, duplicates, refusals, losses } = load.outcome();
  const { accepted, refusedForGood, refusedAtFirst } = load.failing;
  Object.assign(figures, {
    ...{ 'webhooks expected': expected, 'webhooks received': received, 'webhooks that came twice': duplicates, 'webhooks missing': losses },
    ...{ 'refused at first': refusals + refusedAtFirst, 'refused for good, and dead-lettered': refusedForGood },
    'accepted by the receiver that fails': accepted,
  });
  demand(losses === 0, 'each change reaches each endpoint that subscribed', `${losses} webhooks never came`);
  return { figures, violations };
};
