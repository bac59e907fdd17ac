import { planOf, whyNotMeasured } from '../../prove/soak/plan.ts';
import { SERIES } from '../../prove/soak/samples.ts';
import { trendOf } from '../../prove/soak/series.ts';

const SAMPLES = 200;
const sharesOf = (of: (at: number) => number): readonly number[] => Array.from({ length: SAMPLES }, (_, at) => of(at));
const isRising = (shares: readonly number[]): boolean =>
  trendOf(
    shares.map((share, at) => [180 * at, share] as const),
    SERIES['share of requests answered 503'],
  ).isRising;

test('a long run makes the requests of an hour, with a tenth of its time to spare', () => {
  expect(planOf(696).requests).toBe(36_000);
  for (const seconds of [30, 120, 696, 3600]) {
    const { requests, perSecond } = planOf(seconds);
    expect(requests / perSecond).toBeCloseTo(0.9 * seconds, 6);
  }
});

test('a run that made fewer requests than promised shows nothing', () => {
  const made = { planned: 36_000, unavailable: 0, shares: sharesOf(() => 0) };
  expect(whyNotMeasured({ ...made, made: 35_999 })).toEqual(['not measured: 35999 of 36000 requests were made']);
  expect(whyNotMeasured({ ...made, made: 36_000 })).toEqual([]);
});

test('a run of which most requests were answered 503 shows nothing', () => {
  expect(whyNotMeasured({ planned: 100, made: 100, unavailable: 51, shares: [] })).toEqual([
    'not measured: 51 % of all requests were answered 503',
  ]);
  expect(whyNotMeasured({ planned: 100, made: 100, unavailable: 50, shares: [] })).toEqual([]);
});

test.each([0.43, 0.6, 0.89])('a system that answers nothing but 503 from %d of the run on is found', (from) => {
  const shares = sharesOf((at) => (at < from * SAMPLES ? 0 : 100));
  expect(whyNotMeasured({ planned: 1, made: 100, unavailable: 13, shares }).at(-1)).toMatch(/in tenth 10 of the run 100 %/);
});

test('a share of answers 503 that rises is found, and one that is even is none', () => {
  const shares = sharesOf((at) => (20 * at) / SAMPLES);
  expect(isRising(shares)).toBe(true);
  expect(isRising(sharesOf((at) => 3 + (at % 5)))).toBe(false);
  expect(isRising(sharesOf(() => 0))).toBe(false);
  expect(whyNotMeasured({ planned: 1, made: 100, unavailable: 10, shares })).toEqual([]);
});
