import { resolve } from 'node:path';
import { parseOnce } from '../cli/shared/parse-once.ts';
import { nearestWord } from '../lib/configuration/nearest-word.ts';
import { BENCHES, type Bench, TAKES } from './list.ts';
import { requireCheckout } from './shared/checkout.ts';
import { OPTIONS } from './shared/options.ts';

/** The arguments of the runner. */
export interface RunArguments {
  readonly chosen: readonly Bench[];
  readonly quick: boolean;
  readonly against: string | undefined;
  readonly record: boolean;
  readonly numbers: readonly string[];
  readonly help: boolean;
}

const names = Object.keys(BENCHES) as readonly Bench[];

/**
 * Reads which benchmarks are to run, and how. Without names, all run, each with the options that it
 * takes.
 *
 * @throws {Error} a sentence, for what no benchmark or one of the named does not take
 */
export const readArguments = (args: readonly string[]): RunArguments => {
  const { values, positionals } = parseOnce({ args: [...args], options: OPTIONS, allowPositionals: true });
  const numbers = positionals.filter((text) => /^\d+$/.test(text));
  const named = positionals.filter((text) => !numbers.includes(text)).map(benchOf);
  if (numbers.length > 0 && named.length !== 1) throw new Error('Sizes are those of one benchmark: name it.');
  const { quick, record, help } = values;
  const against = values.against === undefined ? undefined : resolve(values.against);
  const given = { '--against': against !== undefined, '--record': record, Sizes: numbers.length > 0 };
  for (const [option, takers] of Object.entries(TAKES)) {
    const other = given[option as keyof typeof TAKES] && named.find((name) => !takers.includes(name));
    if (other) throw new Error(`${option} ${option === 'Sizes' ? 'are' : 'is'} not for ${other}, but for ${list(takers)}.`);
  }
  if (against !== undefined) requireCheckout(against);
  return { chosen: named.length > 0 ? named : names, quick, against, record, numbers, help };
};

const benchOf = (name: string): Bench => {
  if (Object.hasOwn(BENCHES, name)) return name as Bench;
  const nearest = nearestWord(name, names);
  throw new Error(`There is no benchmark ${name}${nearest === undefined ? '.' : `: did you mean ${nearest}?`}`);
};

const list = (takers: readonly string[]): string => new Intl.ListFormat('en-GB').format(takers);
