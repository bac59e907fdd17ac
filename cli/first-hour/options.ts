import type { Given } from '../command/declaration.ts';
import type { doctor } from '../doctor/declaration.ts';
import { UsageError } from '../shared/usage-error.ts';

/** The options of the first hour. */
export interface FirstHourOptions {
  /** The stage that is made and removed; its name begins with `first-hour`. */
  readonly stage: string;
  readonly name: string;
  readonly region?: string;
  readonly profile?: string;
  /** Whether to begin, and not only to show the plan. */
  readonly yes: boolean;
  /** Whether only to remove what an earlier run left. */
  readonly clean: boolean;
  readonly json: boolean;
}

const OF_THE_DOCTOR = ['url', 'token-command', 'write', 'reseller'] as const;

/** Reads the options. @throws {UsageError} */
export const readOptions = ({ values }: Given<typeof doctor.options>): FirstHourOptions => {
  const { stage = 'first-hour', name = 'tenantry', region, profile, yes = false, clean = false, json = false } = values;
  const other = OF_THE_DOCTOR.find((option) => values[option] !== undefined);
  if (other !== undefined) throw new UsageError(`--${other} does not go with --first-hour.`);
  if (!/^first-hour[a-z0-9-]{0,10}$/.test(stage)) {
    throw new UsageError(`--stage must begin with "first-hour", since all of it is removed, not "${stage}".`);
  }
  if (!/^[a-z][a-z0-9-]*$/.test(name)) throw new UsageError(`--name must be small letters, digits and hyphens, not "${name}".`);
  return { ...{ stage, name, yes, clean, json }, ...(region !== undefined && { region }), ...(profile !== undefined && { profile }) };
};
