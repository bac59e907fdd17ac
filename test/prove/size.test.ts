import { sizeOf } from '../../prove/hands/size.ts';

test('the long run has ten thousand resellers with a hundred organizations, a thousand endpoints and fifty clients', () => {
  expect(sizeOf(700)).toMatchObject({ resellers: 10_000, organizationsEach: 100, endpoints: 1000, clients: 50, isHeldToRatios: true });
});

test('the pass of the gate is held to no ratio of times', () => {
  expect(sizeOf(5).isHeldToRatios).toBe(false);
});

test.each([30, 60, 120, 700])('all work of %d seconds fits into them', (seconds) => {
  const { compared, mixedSeconds, storms } = sizeOf(seconds);
  // Each round of a storm has half a round without one.
  const all = 2 * compared.rounds * compared.seconds + mixedSeconds + 2.5 * storms.rounds * storms.seconds;
  expect(all).toBeLessThanOrEqual(seconds * 1.01);
});
