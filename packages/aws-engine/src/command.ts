import type { Command } from './client.ts';
import { type Members, wireOf } from './wire.ts';

interface CommandOptions {
  /** Adds what a request must have, once for all attempts. */
  readonly complete?: (input: Members) => Members;
  /** Refuses an answer that is not one to the input. */
  readonly check?: (input: Members, output: Members) => void;
}

/** Creates the command of an operation whose input is sent as it is. */
export const jsonCommand = (operation: string, { complete = (input) => input, check }: CommandOptions = {}) =>
  class implements Command {
    static readonly name = `${operation}Command`;
    readonly operation = operation;
    readonly input: Members;
    readonly check = check;

    constructor(input: Members = {}) {
      this.input = input;
    }

    bodyOf(input: Members): string {
      return JSON.stringify(wireOf(complete(input)));
    }

    outputOf(answer: Members): Members {
      return answer;
    }
  };
