import { CommanderError } from 'commander';
import { explainAwsError } from '../shared/aws-errors.ts';
import { printableLines } from '../shared/printable.ts';
import { UsageError } from '../shared/usage-error.ts';
import { MisusedCommand } from './parser.ts';

/** The end of a command that could not do what it should. */
export interface Ending {
  readonly code: number;
  readonly text: string;
}

const DEFECTS = [TypeError, RangeError, ReferenceError, SyntaxError];

/** Returns the one ending of an error: 2 for a call that the help would have prevented, else 1. */
export const endingOf = (error: unknown): Ending => {
  // The help was printed.
  if (error instanceof CommanderError) return { code: error.exitCode, text: '' };
  if (error instanceof UsageError) {
    const command = error instanceof MisusedCommand ? error.command : 'npx tenantry';
    return { code: 2, text: `${printableLines(error.message)}\nTry: ${command} --help\n` };
  }
  return { code: 1, text: `${printableLines(explainAwsError(error) ?? messageOf(error))}\n` };
};

const messageOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  // It is ours to fix, and nobody can without the place.
  if (DEFECTS.some((kind) => error instanceof kind)) return error.stack ?? error.message;
  return error.message;
};
