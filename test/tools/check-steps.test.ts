import { CHECKED_NOTHING, runSteps, type Step } from '../../tools/check/steps.ts';

const STEPS: readonly Step[] = [
  ['audit', 'ask'],
  ['types', 'compile'],
];

const ran = (statuses: Readonly<Record<string, number | null>>) => {
  const lines: string[] = [];
  const status = runSteps(STEPS, { run: (command) => statuses[command] ?? null, say: (kind, line) => lines.push(`${kind} ${line}`) });
  return { status, lines: lines.filter((line) => !line.startsWith('step')) };
};

const WARNING = 'warning WARNING: audit looked at nothing, and so found nothing: see what it says above.';

it.each([
  ['all pass', { ask: 0, compile: 0 }, 0, ['success all checks passed']],
  [
    'one could look at nothing, which the last line says',
    { ask: CHECKED_NOTHING, compile: 0 },
    0,
    ['success all other checks passed', WARNING],
  ],
  ['one fails after that', { ask: CHECKED_NOTHING, compile: 3 }, 3, [WARNING, 'failure types: failed']],
  ['a signal ends one', { ask: null, compile: 0 }, 1, ['failure audit: failed']],
])('%s', (_, statuses, status, lines) => {
  expect(ran(statuses)).toEqual({ status, lines });
});
