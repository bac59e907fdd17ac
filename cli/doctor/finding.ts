/** The result of a check: somebody should know of a warning and must fix a failure. */
export type Result = 'ok' | 'warn' | 'fail' | 'skipped';

/** The result of a check, and the advice that follows from it. */
export interface Finding {
  readonly result: Result;
  readonly seen: string;
  readonly todo?: string;
  /** The document that says more, with its heading. */
  readonly see?: string;
}

/** Reports that all is as it should be. */
export const ok = (seen: string): Finding => ({ result: 'ok', seen });

/** Reports what works, but somebody should know. */
export const warn = (seen: string, todo: string, see?: string): Finding => ({
  result: 'warn',
  seen,
  todo,
  ...(see !== undefined && { see }),
});

/** Reports what does not work, or will soon not work. */
export const fail = (seen: string, todo: string, see?: string): Finding => ({
  result: 'fail',
  seen,
  todo,
  ...(see !== undefined && { see }),
});

/** Reports that a check did not run, and why. */
export const skip = (reason: string): Finding => ({ result: 'skipped', seen: reason });

/** Returns the address of a heading of the runbook. */
export const runbook = (heading: string): string => `docs/runbook.md#${heading}`;

/** Joins the first names of a list and says how many more there are. */
export const joinFirst = (names: readonly string[], most = 3): string =>
  names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;

/** Returns a count with its noun, in the plural unless it is one. */
export const pluralize = (count: number, word: string, plural = `${word}s`): string => `${count} ${count === 1 ? word : plural}`;
