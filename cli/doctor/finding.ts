/** What a check came to: a warning is to be known, a failure is to be mended. */
export type Result = 'ok' | 'warn' | 'fail' | 'skipped';

/** What a check saw, and what is to be done about it. */
export interface Finding {
  readonly result: Result;
  readonly seen: string;
  readonly todo?: string;
  /** The document that says more, with its heading. */
  readonly see?: string;
}

/** All is as it should be. */
export const ok = (seen: string): Finding => ({ result: 'ok', seen });

/** It works, but somebody should know. */
export const warn = (seen: string, todo: string, see?: string): Finding => ({
  result: 'warn',
  seen,
  todo,
  ...(see !== undefined && { see }),
});

/** It does not work, or will not for long. */
export const fail = (seen: string, todo: string, see?: string): Finding => ({
  result: 'fail',
  seen,
  todo,
  ...(see !== undefined && { see }),
});

/** It was not looked at, for a reason. */
export const skipped = (reason: string): Finding => ({ result: 'skipped', seen: reason });

/** A heading of the runbook. */
export const runbook = (heading: string): string => `docs/runbook.md#${heading}`;

/** Some of a list, and how many more there are. */
export const listed = (names: readonly string[], most = 3): string =>
  names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;

/** A number of things; `word` is the plural of more than one. */
export const counted = (count: number, word: string, plural = `${word}s`): string => `${count} ${count === 1 ? word : plural}`;
