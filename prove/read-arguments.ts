import { parseOnce } from '../cli/shared/parse-once.ts';
import { nearestWord } from '../lib/configuration/nearest-word.ts';
import type { Part } from './shared/part.ts';

/** The lengths of a run, in seconds. */
const LENGTHS = { gate: 45, usual: 600, long: 3600 } as const;

export type Length = keyof typeof LENGTHS;

/** The arguments of the command. */
export interface ProveArguments {
  readonly parts: readonly Part[];
  readonly length: Length;
  readonly seconds: number;
  readonly seed: number;
  readonly json: string | undefined;
  readonly keep: boolean;
  readonly list: boolean;
  readonly help: boolean;
}

const MOST_SEED = 2 ** 31 - 1;
const MOST_MINUTES = 24 * 60;

/**
 * Reads what is to be proved, for how long, and by which seed: one of the day's time unless given.
 *
 * @throws {Error} a sentence, for what cannot be read
 */
export const readArguments = (args: readonly string[], all: readonly Part[], now = Date.now()): ProveArguments => {
  const { values, positionals } = parseOnce({
    args: [...args],
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      long: { type: 'boolean', default: false },
      seed: { type: 'string' },
      minutes: { type: 'string' },
      json: { type: 'string' },
      keep: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { quick, long, json, keep, list, help } = values;
  if (quick && long) throw new Error('--quick and --long are two lengths: give one of them.');
  const length = long ? 'long' : quick ? 'gate' : 'usual';
  const minutes = values.minutes === undefined ? undefined : readWhole('--minutes', values.minutes, 1, MOST_MINUTES);
  const seed = values.seed === undefined ? now % MOST_SEED : readWhole('--seed', values.seed, 0, MOST_SEED);
  const parts = positionals.length === 0 ? all : positionals.map((name) => partOf(name, all));
  return { parts, length, seconds: minutes === undefined ? LENGTHS[length] : minutes * 60, seed, json, keep, list, help };
};

const OPTIONS = ['quick', 'long', 'seed', 'minutes', 'keep', 'list'] as const;

/**
 * Refuses options that npm has taken for its own, because no `--` is before them.
 *
 * @throws {Error} a sentence
 */
export const refuseTaken = (env: NodeJS.ProcessEnv): void => {
  // npm names those that are not its own in the environment, too.
  const taken = OPTIONS.filter((option) => env[`npm_config_${option}`]).map((option) => `--${option}`);
  if (taken.length > 0) throw new Error(`npm took ${taken.join(' and ')} for itself: write -- before it.`);
};

const readWhole = (option: string, text: string, least: number, most: number): number => {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new Error(`${option} is a whole number from ${least} to ${most}, not ${text || 'nothing'}.`);
};

const partOf = (name: string, all: readonly Part[]): Part => {
  const found = all.find((part) => part.name === name);
  if (found) return found;
  const names = all.map((part) => part.name);
  const nearest = nearestWord(name, names);
  throw new Error(`There is no part ${name}: ${nearest === undefined ? `the parts are ${names.join(', ')}` : `did you mean ${nearest}?`}`);
};
