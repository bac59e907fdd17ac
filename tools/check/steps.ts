/** The status of a step that passes but checked nothing: `EX_TEMPFAIL` of sysexits.h. */
export const CHECKED_NOTHING = 75;

/** A step of the gate: its name, and the command that fails when something is wrong. */
export type Step = readonly [name: string, command: string];

interface StepDeps {
  /** Runs a command and returns its exit status; null when a signal ended it. */
  readonly run: (command: string) => number | null;
  readonly say: (kind: 'step' | 'failure' | 'warning' | 'success', line: string) => void;
}

/**
 * Runs the steps in their order, up to the first that fails, and returns the exit status of the
 * whole. A step that checked nothing is named in the last lines, which are read when the rest has
 * scrolled away.
 */
export const runSteps = (steps: readonly Step[], { run, say }: StepDeps): number => {
  const unchecked: string[] = [];
  const warn = () => {
    for (const name of unchecked) say('warning', `WARNING: ${name} looked at nothing, and so found nothing: see what it says above.`);
  };
  for (const [name, command] of steps) {
    say('step', `── ${name}: ${command}`);
    const status = run(command);
    if (status === CHECKED_NOTHING) unchecked.push(name);
    else if (status !== 0) {
      warn();
      say('failure', `${name}: failed`);
      return status ?? 1;
    }
  }
  say('success', unchecked.length > 0 ? 'all other checks passed' : 'all checks passed');
  warn();
  return 0;
};
