/** The options of a run, as each part gets them. */
export interface PartOptions {
  /** Decides all that is random: the same seed gives the same requests and faults. */
  readonly seed: number;
  /** The seconds that the part may take, without what it needs to start and to end. */
  readonly seconds: number;
  /** A folder of the part's own, which is removed when nothing was violated. */
  readonly folder: string;
  /** Prints a line of progress. */
  say(line: string): void;
}

/** Something that was promised, and did not hold. */
export interface Violation {
  /** The promise, as a short name of its own. */
  readonly promise: string;
  readonly detail: string;
  /** Shows it, and how to have it again: a history, a request, an answer. */
  readonly evidence?: unknown;
}

/** The outcome of a part. */
export interface PartResult {
  /** Its figures by name, with the unit in the name. */
  readonly figures: Readonly<Record<string, number | string>>;
  readonly violations: readonly Violation[];
  /** A sentence on what this machine lacks for it, when it was not run. */
  readonly notRun?: string;
}

/** One kind of evidence. */
export interface Part {
  readonly name: string;
  /** One line for `--list`. */
  readonly about: string;
  /** The parts of a run's time that it gets: of the pass of the gate, the default, and `--long`. */
  readonly share: Readonly<Record<'gate' | 'usual' | 'long', number>>;
  run(options: PartOptions): Promise<PartResult>;
}
