import type { Probe } from './probe.ts';
import { apiProbes } from './probes/api.ts';
import { deadLetterProbes } from './probes/dead-letters.ts';
import { limitProbes } from './probes/limits.ts';
import { lossProbes } from './probes/lost.ts';
import { settlingProbes } from './probes/settling.ts';
import type { Site } from './site.ts';

/** Creates every question, in the order of the table. */
export const createProbes = (site: Site): readonly Probe[] => [
  ...apiProbes(site),
  ...settlingProbes(site),
  ...deadLetterProbes(site),
  ...limitProbes(site),
  ...lossProbes(site),
];
