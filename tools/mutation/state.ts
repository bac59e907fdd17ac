/** The state that the runner of mutants and the environment of its tests share in one process. */
export interface MutationState {
  /** The id of the mutant that is switched on; without one, the sources behave as they are. */
  active: string | undefined;
  /** The number of times that the active mutant is reached before it counts as an endless loop. */
  hitLimit: number;
  /** The number of times that the tests of a file reached each mutant, by id. */
  reached: Record<string, number>;
}

const KEY = Symbol.for('tenantry.mutation');
const holder = globalThis as { [KEY]?: MutationState };

// Jest may load the environment and the runner as two copies of a module.
holder[KEY] ??= { active: undefined, hitLimit: 0, reached: {} };

export const mutationState: MutationState = holder[KEY];
