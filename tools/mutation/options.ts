import { parseOnce } from '../../cli/shared/parse-once.ts';

/** The arguments of the command. */
export interface Arguments {
  readonly paths: readonly string[];
  readonly since: string | undefined;
  readonly sample: number | undefined;
  readonly seed: string;
  readonly json: string | undefined;
  readonly again: string | undefined;
  readonly help: boolean;
}

const OPTIONS = {
  since: { type: 'string' },
  sample: { type: 'string' },
  seed: { type: 'string', default: '1' },
  json: { type: 'string' },
  again: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/**
 * Reads the arguments of the command.
 *
 * @throws {Error} a sentence, for an option that is unknown, there twice or without its value
 */
export const readArguments = (args: readonly string[]): Arguments => {
  const { values, positionals } = parseOnce({ args: [...args], options: OPTIONS, allowPositionals: true });
  const { since, sample, seed, json, again, help } = values;
  if (sample !== undefined && !/^[1-9]\d{0,6}$/.test(sample))
    throw new Error(`--sample must be a number of mutants from 1 on, not ${sample}`);
  return { paths: positionals, since, sample: sample === undefined ? undefined : Number(sample), seed, json, again, help };
};

export const USAGE = `Changes the sources in many small ways (mutants), and shows which changes no test notices.

  npm run -s mutate -- [paths] [options]

  paths            files or folders of the scope, which is in tools/mutation/scope.ts (default: all)
  --since <rev>    only files that, or whose tests, were changed since this revision of Git
  --sample <n>     only so many of the mutants, chosen by the seed
  --seed <text>    chooses another sample (default: 1)
  --json <file>    also writes the verdict on each mutant to this file
  --again <file>   judges only mutants that no test noticed in this file of --json, or that are not
                   in it, and takes the other verdicts from it
  --help           shows this

The status is 1 when the tests notice less than 85 % of the mutants.
`;
