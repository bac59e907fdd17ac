import { newMeter } from './meter.ts';

/** The name of the installation that a function belongs to. */
export const installation = process.env.INSTALLATION ?? 'unnamed';

/** What the function measures: one invocation at a time, as Lambda runs them. */
export const meter = newMeter(installation);
