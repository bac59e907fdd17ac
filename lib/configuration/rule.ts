import type { Fault } from './configuration-error.ts';
import type { Configuration } from './configuration-schema.ts';

/** What no schema can say of one key: how keys go together, and with the stage. */
export type Rule = (stage: string, configuration: Configuration) => readonly Fault[];
