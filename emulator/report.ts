import { styleText } from 'node:util';

/** The report of the suite: what it did, how long that took, and how it ended. */
export interface Report {
  /** Does something and reports it; counts it as passed or failed, and passes the failure on. */
  step<T>(name: string, action: () => Promise<T>): Promise<T>;
  note(text: string): void;
  /** Prints nothing from now on. */
  close(): void;
  pass(count: number): void;
  fail(name: string, reason: string): void;
  /** Reports what cannot be shown here, and why. */
  skip(name: string, reason: string): void;
  counts(): Counts;
  /** Returns everything that was skipped, by reason, everything that failed, and the numbers. */
  summary(): string;
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Opens an empty report, whose lines go to `print` as they come. */
export const openReport = (print: (line: string) => void): Report => {
  const began = performance.now();
  const failures: (readonly [name: string, reason: string])[] = [];
  const skips: (readonly [name: string, reason: string])[] = [];
  let passed = 0;
  let isClosed = false;
  const say = (mark: string, text: string) => isClosed || print(`${seconds(performance.now() - began).padStart(7)}  ${mark} ${text}`);
  const fail = (name: string, reason: string): void => {
    failures.push([name, reason]);
    say(styleText('red', '✗'), name);
  };
  const counts = (): Counts => ({ passed, failed: failures.length, skipped: skips.length });

  return {
    async step(name, action) {
      const start = performance.now();
      try {
        const result = await action();
        passed += 1;
        say(styleText('green', '✓'), `${name} ${styleText('dim', `(${seconds(performance.now() - start)})`)}`);
        return result;
      } catch (error) {
        fail(name, error instanceof Error ? error.message : String(error));
        throw error;
      }
    },
    note: (text) => void say(' ', styleText('dim', text)),
    close() {
      isClosed = true;
    },
    pass(count) {
      passed += count;
    },
    fail,
    skip: (name, reason) => void skips.push([name, reason]),
    counts,
    summary: () =>
      [
        ...[...Map.groupBy(skips, ([, reason]) => reason)].flatMap(([reason, group]) => [
          `\nskipped: ${reason}`,
          ...group.map(([name]) => `  - ${name}`),
        ]),
        ...failures.map(([name, reason]) => `\n${styleText('red', `failed: ${name}`)}\n${reason.replace(/^/gm, '  ')}`),
        `\n${counts().passed} passed, ${counts().failed} failed, ${counts().skipped} skipped`,
      ].join('\n'),
  };
};

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
