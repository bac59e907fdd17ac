import type { Violation } from '../shared/part.ts';

/** Finds texts that no log may hold: of persons and secrets. */
export const logFaults = (
  lines: readonly { readonly functionName: string; readonly line: string }[],
  secrets: readonly string[],
): readonly Violation[] =>
  lines.flatMap(({ functionName, line }) => {
    const found = secrets.filter((secret) => line.includes(secret));
    return found.map((secret) => ({
      promise: 'logs hold no secrets and persons',
      detail: `${functionName} wrote ${secret.slice(0, 4)}…`,
      evidence: line.slice(0, 2_000),
    }));
  });
