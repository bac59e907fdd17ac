import type { Random } from '../../shared/random.ts';
import type { Scene } from '../scene.ts';
import type { Draft } from './draft.ts';
import type { Mutation } from './mutation.ts';
import { ADDRESS_MUTATIONS } from './mutations-address.ts';
import { BYTE_MUTATIONS } from './mutations-bytes.ts';
import { HEADER_MUTATIONS } from './mutations-headers.ts';
import { JSON_MUTATIONS } from './mutations-json.ts';

/** Every mutation by its name. Those of bytes come last: they end what is known of a body. */
const MUTATIONS: Readonly<Record<string, Mutation>> = { ...JSON_MUTATIONS, ...ADDRESS_MUTATIONS, ...HEADER_MUTATIONS, ...BYTE_MUTATIONS };

const ORDER = Object.keys(MUTATIONS);

/** A kind of mutation, and the seed by which it decides. */
export interface Step {
  readonly mutation: string;
  readonly seed: string;
}

/** Kinds as they are drawn: first a group, so that bodies do not outweigh headers. */
const GROUPS: readonly (readonly string[])[] = [
  Object.keys(JSON_MUTATIONS),
  Object.keys(JSON_MUTATIONS),
  Object.keys(ADDRESS_MUTATIONS),
  Object.keys(HEADER_MUTATIONS).filter((name) => name !== 'password guessed'),
  Object.keys(BYTE_MUTATIONS),
];

/** The part of steps that cost the hash of a password: it takes as long as a hundred others. */
const GUESSES = 0.002;

/** Chooses what is done to a request: nothing to one of six, up to four steps to the others. */
export const chooseSteps = (random: Random): readonly Step[] => {
  if (random.chance(1 / 6)) return [];
  const steps = Array.from({ length: 1 + random.below(random.pick([1, 2, 4])) }, (_, at) => ({
    mutation: random.chance(GUESSES) ? 'password guessed' : random.pick(random.pick(GROUPS)),
    seed: `${at}`,
  }));
  return steps.toSorted((one, other) => ORDER.indexOf(one.mutation) - ORDER.indexOf(other.mutation));
};

/** Applies steps to a draft; one that finds nothing to change is left out. */
export const mutate = (draft: Draft, steps: readonly Step[], scene: Scene, random: Random): Draft =>
  steps.reduce((changed, { mutation, seed }) => MUTATIONS[mutation]?.(changed, { random: random.fork(seed), scene }) ?? changed, draft);
