import { parseOnce } from '../shared/parse-once.ts';
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

/** The text of `--help`. */
export const USAGE = `Asks an AWS account what no document says, and prints its answers beside Tenantry's assumptions.

  npx tenantry doctor --first-hour [options]          prints what it would do, and what that costs
  npx tenantry doctor --first-hour --yes [options]    does it

  --yes       deploys a stage of its own, asks, and removes all of it, also after an error or Ctrl-C
  --clean     only removes what an interrupted run has left of that stage
  --stage     the name of that stage: first-hour, or one that begins so (default: first-hour)
  --name      the name of the installation (default: tenantry)
  --region    the AWS Region, where it is not that of the AWS SDK's configuration
  --profile   a profile of the AWS SDK's configuration
  --json      prints the rows as JSON
  --help      prints this text

It needs credentials that may deploy, in an account and Region where \`npx cdk bootstrap\` was run.
No other stage is touched.
Exit code: 0 when all is as assumed, 1 when something differs, 2 when something could not be asked or
the options were wrong.
`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = {
  ...{ 'first-hour': flag, yes: flag, clean: flag, json: flag, help: flag },
  ...{ stage: text, name: text, region: text, profile: text },
} as const;

/** Reads the flags; undefined asks for help. @throws {UsageError} */
export const readOptions = (args: readonly string[]): FirstHourOptions | undefined => {
  const { help, stage = 'first-hour', name = 'tenantry', region, profile, yes = false, clean = false, json = false } = valuesOf(args);
  if (help) return undefined;
  if (!/^first-hour[a-z0-9-]{0,10}$/.test(stage)) {
    throw new UsageError(`--stage must begin with "first-hour", since all of it is removed, not "${stage}".`);
  }
  if (!/^[a-z][a-z0-9-]*$/.test(name)) throw new UsageError(`--name must be small letters, digits and hyphens, not "${name}".`);
  return { ...{ stage, name, yes, clean, json }, ...(region !== undefined && { region }), ...(profile !== undefined && { profile }) };
};

const valuesOf = (args: readonly string[]) => {
  try {
    return parseOnce({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
};
