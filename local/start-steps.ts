/** The steps of a start, each of which is said with the seconds that the one before it took. */
export interface StartSteps {
  look(): void;
  /** With the reason why the stack is synthesised. */
  synthesise(reason: string): void;
  run(): void;
  end(): void;
}

/** Says the steps of a start as they begin; the clock is in milliseconds. */
export const startSteps = (say: (line: string) => void, clock: () => number = () => performance.now()): StartSteps => {
  let began = clock();
  let last = '';
  const step = (done: string, line: string): void => {
    const now = clock();
    say(`${last && `${last} in ${((now - began) / 1000).toFixed(1)} s. `}${line}`.trimEnd());
    [began, last] = [now, done];
  };
  return {
    look: () => step('No change found', 'Looking for changes …'),
    synthesise(reason) {
      last = 'Looked for changes';
      step('Synthesised', `Synthesising the stack: ${reason} …`);
    },
    run: () => step('Started', 'Starting it here …'),
    end: () => step('', ''),
  };
};
