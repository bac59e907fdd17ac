import { startSteps } from '../../local/start-steps.ts';

/** The lines of a start whose clock goes on by 1.26 seconds with each step. */
const linesOf = (act: (steps: ReturnType<typeof startSteps>) => void): readonly string[] => {
  const lines: string[] = [];
  let now = 0;
  const clock = (): number => {
    now += 1260;
    return now;
  };
  act(startSteps((line) => void lines.push(line), clock));
  return lines;
};

test('a start with a synthesis says why, and the seconds of each step', () => {
  const lines = linesOf((steps) => {
    steps.look();
    steps.synthesise('lib/x.ts changed');
    steps.run();
    steps.end();
  });
  expect(lines).toEqual([
    'Looking for changes …',
    'Looked for changes in 1.3 s. Synthesising the stack: lib/x.ts changed …',
    'Synthesised in 1.3 s. Starting it here …',
    'Started in 1.3 s.',
  ]);
});

test('a start without a change does not say that it synthesises', () => {
  const lines = linesOf((steps) => {
    steps.look();
    steps.run();
    steps.end();
  });
  expect(lines).toEqual(['Looking for changes …', 'No change found in 1.3 s. Starting it here …', 'Started in 1.3 s.']);
});
