import type { Fault } from './configuration-error.ts';
import type { Configuration } from './configuration-schema.ts';

/** Returns the faults that a schema cannot express: keys that do not fit together, or the stage. */
export type Rule = (stage: string, configuration: Configuration) => readonly Fault[];
