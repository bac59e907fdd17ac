import { stackName } from '../../lib/base/stack-names.ts';
import { readStackOutputs } from './stack-outputs.ts';
import { UsageError } from './usage-error.ts';

/** An installation as options name it. */
interface NamedInstallation {
  readonly stage?: string | undefined;
  readonly name?: string | undefined;
  /** The option that names it whole, without a stage. */
  readonly installation?: string | undefined;
}

/**
 * Returns `<name>-<stage>`; undefined when no stage is given.
 * @throws {UsageError} when either is none, a name is given without a stage, or it is named twice
 */
export const installationOf = ({ stage, name, installation }: NamedInstallation): string | undefined => {
  if (stage === undefined && name !== undefined) throw new UsageError('--name is of an installation: --stage is missing.');
  if (stage === undefined) return undefined;
  if (installation !== undefined) throw new UsageError('--stage and --installation exclude each other.');
  return `${nameOf('name', name ?? 'tenantry')}-${nameOf('stage', stage)}`;
};

const nameOf = (option: string, text: string): string => {
  if (!/^[a-z][a-z0-9-]*$/.test(text)) throw new UsageError(`--${option} must be small letters, digits and hyphens, not "${text}".`);
  return text;
};

/**
 * Reads one output of a stack of an installation.
 * @throws {Error} when there is no such stack, or it has no such output
 */
export const readOutput = async (installation: string, stack: 'Data' | 'Api', key: string): Promise<string> => {
  const { [key]: value } = await readStackOutputs(installation, stack);
  if (value) return value;
  throw new Error(`The stack ${stackName(installation, stack)} has no output ${key}: deploy this version first.`);
};
