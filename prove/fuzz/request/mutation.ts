import type { Random } from '../../shared/random.ts';
import type { Scene } from '../scene.ts';
import type { Draft } from './draft.ts';

/** The source of a mutation's decisions, and the scene that it may take from. */
export interface MutationOptions {
  readonly random: Random;
  readonly scene: Scene;
}

/** A change to a request; `undefined` when there is nothing in it to change. */
export type Mutation = (draft: Draft, options: MutationOptions) => Draft | undefined;

/** Mutations by their names, which evidence gives. */
export type Mutations = Readonly<Record<string, Mutation>>;
