import { newLogger } from './logger.ts';
import { newMeter } from './meter.ts';

/** The name of the installation that a function belongs to. */
export const installation = process.env.INSTALLATION ?? 'unnamed';

/** The meter of the function: one invocation at a time, as Lambda runs them. */
export const meter = newMeter(installation);

/** The function's log. */
export const logger = newLogger({ service: 'tenantry', installation }, process.env);
