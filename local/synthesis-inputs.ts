import { createHash, createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { hashEachFile, type Inputs } from '../tools/inputs/hash-files.ts';

/**
 * The hash of each thing that an assembly is made from: of files by their paths, of the others by
 * what they are called, after a slash. Hashes of variables are keyed: whoever reads a plain hash
 * of a short secret can guess it.
 */
export type SynthesisInputs = Readonly<Record<string, string>>;

/** The variable with the context, which has the options of a start. */
const CONTEXT = 'CDK_CONTEXT_JSON';

/** The version of the package, which an app need not have in its folder, or of the repository. */
const ownVersion = (): string => {
  const file = ['../package.json', '../../package.json'].map((path) => new URL(path, import.meta.url)).find((url) => existsSync(url));
  return file ? String((JSON.parse(readFileSync(file, 'utf8')) as { readonly version?: unknown }).version) : '';
};

interface Hashing {
  readonly key: Buffer;
  readonly version?: string;
}

/**
 * Reads all that the app of a folder is made from; undefined when its files are too many to be read
 * at each start.
 */
export const readSynthesisInputs = (
  inputs: Inputs,
  folder: string,
  app: string,
  env: Readonly<Record<string, string>>,
  { key, version = ownVersion() }: Hashing,
): SynthesisInputs | undefined => {
  const files = hashEachFile(inputs, folder);
  const variables = Object.entries(env).map(([name, value]) => [
    name === CONTEXT ? '/the configuration' : `/the variable ${name}`,
    createHmac('sha256', key).update(value).digest('hex'),
  ]);
  return (
    files && {
      ...files,
      '/the version of Node.js': sha256(`${process.version} ${process.platform} ${process.arch}`),
      '/the version of Tenantry': sha256(version),
      '/the command of the app': sha256(app),
      ...(Object.fromEntries(variables) as SynthesisInputs),
    }
  );
};

/** Returns the key of the assembly that is made from these. */
export const keyOf = (inputs: SynthesisInputs): string => sha256(JSON.stringify(Object.entries(inputs).toSorted(byName)));

const byName = ([one]: readonly [string, string], [other]: readonly [string, string]): number => (one < other ? -1 : 1);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Returns why an assembly has to be made, beside those that are kept: what differs from the one
 * that is most alike.
 */
export const reasonFor = (inputs: SynthesisInputs, kept: readonly SynthesisInputs[]): string => {
  const [fewest] = kept.map((before) => differences(before, inputs)).toSorted((one, other) => one.length - other.length);
  if (fewest === undefined) return 'first time';
  const [first, ...more] = fewest;
  if (first === undefined) return 'what was kept is damaged';
  return more.length === 0 ? first : `${first}, and ${more.length} more`;
};

const differences = (before: SynthesisInputs, now: SynthesisInputs): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((name) => before[name] !== now[name])
    .map((name) => `${name.replace(/^\//, '')} ${before[name] === undefined ? 'is new' : now[name] === undefined ? 'is gone' : 'changed'}`);
