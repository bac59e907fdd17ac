/** A mutant, and the test files that reach it, the fastest first. */
export interface PlannedMutant {
  readonly id: string;
  readonly tests: readonly string[];
  readonly hitLimit: number;
}

/** A task of the runner: to run each test file once without a mutant, or to run mutants. */
export type Task =
  | { readonly kind: 'baseline'; readonly tests: readonly string[] }
  | { readonly kind: 'mutants'; readonly mutants: readonly PlannedMutant[] };

/** A test file as it ran without a mutant. */
export interface Baseline {
  readonly kind: 'baseline';
  readonly test: string;
  readonly ms: number;
  /** The number of times that it reached each mutant, by id. */
  readonly reached: Readonly<Record<string, number>>;
  /** The message of its failure, if it failed. */
  readonly failure: string | undefined;
}

/** A mutant that the tests decided on; `killer` is the test file that failed. */
export interface Verdict {
  readonly kind: 'verdict';
  readonly id: string;
  readonly killer: string | undefined;
}

/** A message of the runner to the command, which watches its time. */
export type Message = { readonly kind: 'begin'; readonly test: string; readonly id?: string } | Baseline | Verdict;

/** The variable that names the file of the task. */
export const TASK_VARIABLE = 'TENANTRY_MUTATION_TASK';
