import { askAll, exitCodeOf, type Probe, type ProbeResult } from '../../cli/first-hour/probe.ts';
import { createProbes } from '../../cli/first-hour/probes.ts';
import { embeddedSite } from './first-hour-site.ts';

const ask = (probes: readonly Probe[], limit = 8000, signal = new AbortController().signal) =>
  askAll(probes, { width: 8, limit, signal, onAsked: () => undefined });

// The API is asked in a journey.
const ELSEWHERE = ['challenge of a 401, mapped', 'leading key of an index query'];

test('the embedded runtime is as assumed of AWS, and everything is undone', async () => {
  const { site, undone } = await embeddedSite();
  const all = await ask(createProbes(site));
  expect(await undone()).toEqual([]);
  expect(all.filter(({ outcome }) => outcome === 'not asked').map(({ name }) => name)).toEqual(ELSEWHERE);
  expect(all.filter(({ outcome }) => outcome === 'differs')).toEqual([]);
});

describe('what came of the questions', () => {
  const asking = (name: string, answer: Probe['ask']): Probe => ({ name, assumed: 'a', source: 's', ask: answer });
  const same = asking('same', async () => ({ seen: 'a', isAsAssumed: true }));
  const differs = asking('differs', async () => ({ seen: 'b', isAsAssumed: false }));
  const breaks = asking('breaks', () => Promise.reject(Object.assign(new Error('no right'), { name: 'AccessDenied' })));
  const hangs = asking('hangs', (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))));

  test.each([
    [0, [same]],
    [1, [same, differs, breaks]],
    [2, [same, breaks]],
  ])('ends with %d', async (code, probes) => {
    expect(exitCodeOf(await ask(probes))).toBe(code);
  });

  test('is told with what was seen, or with why nothing was', async () => {
    const all = await ask([differs, breaks, hangs], 20);
    const told = ({ name, outcome, seen }: ProbeResult) => `${name}: ${outcome}, ${seen}`;
    expect(all.map(told)).toEqual([
      'differs: differs, b',
      'breaks: not asked, AccessDenied: no right',
      'hangs: not asked, no answer within 0.02 seconds',
    ]);
  });

  test('is that nothing was asked after an interruption', async () => {
    expect(await ask([same], 1000, AbortSignal.abort())).toMatchObject([{ outcome: 'not asked', seen: 'interrupted' }]);
  });
});
